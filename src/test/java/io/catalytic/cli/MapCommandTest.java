package io.catalytic.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.base.Ascii;
import io.catalytic.digest.Json;
import io.catalytic.job.JobSpec;
import io.catalytic.job.RunnerConfig;
import io.catalytic.model.OllamaAnswer;
import io.catalytic.model.OllamaServer;
import io.catalytic.pipeline.CatalyticSwarm;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An instruction of one's own on inputs that are no files, against a model server over HTTP. */
class MapCommandTest {
  private static final Pattern WORD = Pattern.compile("Shout ([^\\n]+)");

  @TempDir private Path temp;
  private Path instruction;

  @BeforeEach
  void writeInstruction() throws IOException {
    instruction =
        Files.writeString(
            temp.resolve("shout.json"),
            """
            {"id": "shout", "version": "1.0", "description": "Say it louder",
             "input_schema": {"type": "object", "additionalProperties": false,
               "properties": {"word": {"type": "string"}}, "required": ["word"]},
             "output_schema": {"type": "object", "properties": {"loud": {"type": "string"}},
               "required": ["loud"], "additionalProperties": false},
             "prompt_template": "Shout {word}\\n", "constraints": []}""");
  }

  /** Shouts each word; "mumble" gets no JSON. */
  private static OllamaServer server() {
    return OllamaServer.answering(
        chat -> {
          Matcher word = WORD.matcher(chat.at("/messages/0/content").asText());
          String said = word.find() ? word.group(1) : "";
          return said.equals("mumble")
              ? OllamaAnswer.of("hm")
              : OllamaAnswer.of(Json.write(Json.object().put("loud", Ascii.toUpperCase(said))));
        });
  }

  private Cli map(OllamaServer server, Object inputs) {
    return Cli.run(
        "map",
        instruction,
        inputs,
        "--store",
        temp.resolve("store"),
        "--out",
        temp.resolve("out"),
        "--model",
        "ollama:m",
        "--model-url",
        server.url(),
        "--max-attempts",
        2,
        "--json");
  }

  private List<JsonNode> lines(String file) throws IOException {
    return Files.readAllLines(temp.resolve("out").resolve(file)).stream().map(Cli::parse).toList();
  }

  @Test
  void resultsStandInTheOrderOfTheInputs() throws IOException {
    List<String> words = IntStream.range(0, 250).mapToObj(i -> "w" + (i * 7919) % 250).toList();
    Path inputs =
        Files.write(
            temp.resolve("inputs.jsonl"),
            words.stream().map(word -> "{\"word\":\"" + word + "\"}").toList());
    try (OllamaServer server = server()) {
      JsonNode record = map(server, inputs).endsWith(ExitCode.OK).json();
      assertThat(lines("results.jsonl"))
          .extracting(line -> line.at("/output/loud").asText())
          .containsExactlyElementsOf(words.stream().map(Ascii::toUpperCase).toList());
      assertThat(record.at("/counts/answered").asInt()).isEqualTo(250);
      assertThat(record.at("/domain/kind").asText()).isEqualTo("inputs");
      assertThat(record.at("/domain/path").asText()).isEqualTo(inputs.toRealPath().toString());
      assertThat(record.at("/restoration/restored").asBoolean()).isTrue();
      assertThat(server.chats()).hasSize(250);
    }
    Cli.run("validate", temp.resolve("out"), "--store", temp.resolve("store"))
        .endsWith(ExitCode.OK);
  }

  @Test
  void equalInputsAreAskedOnce() throws IOException {
    Path inputs = Files.writeString(temp.resolve("i"), "{\"word\":\"a\"}\n".repeat(30));
    try (OllamaServer server = server()) {
      JsonNode record = map(server, inputs).endsWith(ExitCode.OK).json();
      assertThat(record.at("/counts/memoised").asInt()).isEqualTo(29);
      assertThat(server.chats()).hasSize(1);
    }
  }

  @Test
  void aBadLineIsADeadLetterAndStopsNothing() throws IOException {
    Path inputs =
        Files.write(
            temp.resolve("i"),
            """
            {"word":"a"}
            {"word":
            ["word"]

            {"word":3}
            {"word":"mumble"}
            {"word":"b","word":"c"}
            {"word":"\u00ff"}
            {"word":"z"}
            """
                .getBytes(StandardCharsets.ISO_8859_1));
    try (OllamaServer server = server()) {
      JsonNode record = map(server, inputs).endsWith(ExitCode.INCOMPLETE).json();
      assertThat(record.at("/counts/answered").asInt()).isEqualTo(2);
      assertThat(record.at("/counts/skipped").asInt()).isEqualTo(1);
    }
    assertThat(lines("dead-letters.jsonl"))
        .extracting(line -> line.get("path").asText() + " " + line.get("reason").asText())
        .containsExactly(
            "0000000002 invalid_input",
            "0000000003 invalid_input",
            "0000000005 invalid_input",
            "0000000006 not_json",
            "0000000007 invalid_input",
            "0000000008 invalid_input");
    assertThat(lines("dead-letters.jsonl"))
        .extracting(line -> line.get("detail").asText())
        .anyMatch(detail -> detail.contains("line 1, column 9"))
        .anyMatch(detail -> detail.contains("is ARRAY, and an instruction takes objects"))
        .anyMatch(detail -> detail.contains("/word"))
        .anyMatch(detail -> detail.contains("Duplicate field"))
        .anyMatch(detail -> detail.contains("is not UTF-8"));
    assertThat(lines("skipped.jsonl"))
        .extracting(line -> line.get("path").asText() + " " + line.get("reason").asText())
        .containsExactly("0000000004 blank");
    Cli.run("validate", temp.resolve("out"), "--store", temp.resolve("store"))
        .endsWith(ExitCode.OK);
  }

  @Test
  void standardInputIsKeptBesideTheRunsFiles() throws IOException {
    InputStream usual = System.in;
    System.setIn(new ByteArrayInputStream("{\"word\":\"hi\"}".getBytes(StandardCharsets.UTF_8)));
    try (OllamaServer server = server()) {
      map(server, "-").endsWith(ExitCode.OK);
    } finally {
      System.setIn(usual);
    }
    assertThat(lines("results.jsonl"))
        .extracting(line -> line.at("/output/loud").asText())
        .containsExactly("HI");
    assertThat(temp.resolve("out.inputs.jsonl")).hasContent("{\"word\":\"hi\"}");
  }

  @Test
  void inputsThatAreNotThereAreBadInput() throws IOException {
    try (OllamaServer server = server()) {
      assertThat(map(server, temp.resolve("none")).endsWith(ExitCode.BAD_INPUT).err())
          .contains("there is no such file of inputs");
      assertThat(map(server, temp).endsWith(ExitCode.BAD_INPUT).err()).contains("is no file");
    }
  }

  @Test
  void aProgramMapsToo() throws Exception {
    try (OllamaServer server = server()) {
      ObjectNode overlay = Json.object().put("store", temp.resolve("store").toString());
      overlay.put("output", temp.resolve("out").toString());
      overlay.putObject("model").put("name", "ollama:m").put("url", server.url());
      JobSpec job = JobSpec.load(JobSpec.MAIN_JOB, overlay);
      List<ObjectNode> inputs = new ArrayList<>();
      for (String word : List.of("one", "mumble", "two")) {
        inputs.add(Json.object().put("word", word));
      }
      CatalyticSwarm.Mapped mapped =
          new CatalyticSwarm(job, RunnerConfig.load("direct")).map(instruction.toString(), inputs);
      assertThat(mapped.results())
          .extracting(result -> result.output().map(JsonNode::toString).orElse("-"))
          .containsExactly("{\"loud\":\"ONE\"}", "-", "{\"loud\":\"TWO\"}");
      assertThat(mapped.results().get(1).reason()).contains("not_json");
      assertThat(mapped.record().at("/counts/dead_letters").asInt()).isEqualTo(1);
    }
  }
}
