package io.catalytic.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catalytic.digest.Json;
import io.catalytic.model.OllamaAnswer;
import io.catalytic.model.OllamaServer;
import io.catalytic.schema.JsonSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code instruction check}, and a run with an instruction of one's own. */
class InstructionCommandTest {
  private static final String OWN =
      """
      {
        "id": "count_words",
        "version": "1.0",
        "description": "Count the words of a text",
        "input_schema": {
          "type": "object",
          "properties": { "text": { "type": "string" } },
          "required": ["text"]
        },
        "output_schema": {
          "type": "object",
          "properties": { "words": { "type": "integer", "minimum": 0 } },
          "required": ["words"],
          "additionalProperties": false
        },
        "prompt_template": "Count the words.\\n{text}",
        "constraints": ["Answer with a number"]
      }
      """;
  private static final JsonSchema FORM = JsonSchema.named("instruction-check");

  @TempDir private Path temp;
  private Path file;

  @BeforeEach
  void write() throws IOException {
    file = Files.writeString(temp.resolve("own.json"), OWN);
  }

  @Test
  void allFaultsAreNamedAtOnceWithTheirPlaces() throws IOException {
    Files.writeString(
        file,
        OWN.replace("\"version\": \"1.0\"", "\"version\": 1, \"descripton\": 2")
            .replace("\"minimum\"", "\"minimun\"")
            .replace("{text}", "{txt}"));
    Cli run = Cli.run("instruction", "check", file).endsWith(ExitCode.BAD_INPUT);
    String prefix = "catalytic: " + file + ": ";
    assertThat(run.err().lines())
        .containsExactly(
            prefix + "/descripton: unknown key; did you mean description?",
            prefix
                + "/output_schema/properties/words/minimun: unknown keyword; did you mean minimum?",
            prefix + "/prompt_template: must show the required property as {text}",
            prefix + "/prompt_template: {txt} must be a property of input_schema; there are: text",
            prefix + "/version: must be a string; got 1");
    assertThat(run.out()).isEmpty();
    JsonNode report = Cli.run("instruction", "check", file, "--json").endsWith(2).json();
    assertThat(FORM.check(report)).isEmpty();
    assertThat(report.get("faults")).hasSize(5);
    assertThat(report.at("/faults/0/pointer").asText()).isEqualTo("/descripton");
  }

  @Test
  void whatIsNoJsonIsSaidWithLineAndColumn() throws IOException {
    Files.writeString(file, "{\n  \"id\": \"x\",\n}");
    assertThat(Cli.run("instruction", "check", file).endsWith(ExitCode.BAD_INPUT).err())
        .startsWith("catalytic: " + file + ": line 3, column 1: ");
    JsonNode report = Cli.run("instruction", "check", file, "--json").endsWith(2).json();
    assertThat(FORM.check(report)).isEmpty();
    assertThat(report.at("/faults/0/message").asText()).contains("line 3, column 1");
  }

  @Test
  void aFileThatIsNotThereIsToldAsJsonToo() {
    JsonNode report = Cli.run("instruction", "check", "./no.json", "--json").endsWith(2).json();
    assertThat(FORM.check(report)).isEmpty();
    assertThat(report.at("/faults/0/message").asText()).contains("no such file");
  }

  @ParameterizedTest
  @MethodSource("io.catalytic.instruction.Instructions#builtIn")
  void theBuiltInOnesHaveNoFault(String id) {
    JsonNode report = Cli.run("instruction", "check", id, "--json").endsWith(ExitCode.OK).json();
    assertThat(FORM.check(report)).isEmpty();
    assertThat(report.at("/instruction/id").asText()).isEqualTo(id);
  }

  /** Present, absent and of another kind: each field of what is printed. */
  @Test
  void theSchemaKnowsEveryFieldAndNoOther() {
    ObjectNode report =
        (ObjectNode) Cli.run("instruction", "check", file, "--json").endsWith(ExitCode.OK).json();
    assertThat(FORM.check(report)).isEmpty();
    for (var field : report.properties()) {
      ObjectNode without = report.deepCopy();
      without.remove(field.getKey());
      assertThat(FORM.check(without)).as("without " + field.getKey()).isNotEmpty();
      ObjectNode other = report.deepCopy();
      other.put(field.getKey(), 7);
      assertThat(FORM.check(other)).as("a number as " + field.getKey()).isNotEmpty();
    }
    assertThat(FORM.check(report.deepCopy().put("more", 1))).isNotEmpty();
    assertThat(FORM.check(report.deepCopy().put("schema_version", "2.0"))).isNotEmpty();
  }

  @Test
  void anInstructionOfOnesOwnRunsAsTheBuiltInOnesDo() throws IOException {
    Path dir = Files.createDirectories(temp.resolve("domain"));
    Files.writeString(dir.resolve("a.txt"), "one two\n");
    try (OllamaServer server =
        OllamaServer.playing(OllamaAnswer.of("{\"word\":2}"), OllamaAnswer.of("{\"words\":2}"))) {
      JsonNode record = run(dir, server).endsWith(ExitCode.OK).json();
      assertThat(record.at("/instruction/id").asText()).isEqualTo("count_words");
      assertThat(server.prompts()).hasSize(2);
      assertThat(server.prompts().get(0))
          .startsWith("Count the words.\none two\n")
          .contains("- Answer with a number");
      assertThat(server.prompts().get(1)).contains("/word: unknown key; did you mean words?");
      JsonNode result = Json.parse(Files.readString(temp.resolve("out/results.jsonl")));
      assertThat(result.at("/output/words").asInt()).isEqualTo(2);
      JsonNode from = Json.parse(Files.readString(temp.resolve("out/provenance.jsonl")));
      assertThat(from.at("/attempts").asInt()).isEqualTo(2);
    }
  }

  @Test
  void anInputThatHappensToBeCalledFormatIsNotTheFiles() throws IOException {
    Path dir = Files.createDirectories(temp.resolve("domain"));
    Files.writeString(dir.resolve("a.txt"), "one two\n");
    Files.writeString(
        file,
        OWN.replace(
                "\"text\": { \"type\": \"string\" }",
                "\"text\": { \"type\": \"string\" }, \"format\": { \"enum\": [\"short\"] },"
                    + " \"language\": { \"type\": \"string\" }")
            .replace("{text}", "{text}\\nAs {format}.\\nIn {language}."));
    try (OllamaServer server = OllamaServer.playing(OllamaAnswer.of("{\"words\":2}"))) {
      run(dir, server).endsWith(ExitCode.OK);
      assertThat(server.prompts().get(0)).contains("In text.").doesNotContain("As ");
    }
  }

  @Test
  void anInstructionWithFaultsEndsARunBeforeAnybodyIsAsked() throws IOException {
    Files.writeString(file, OWN.replace("count_words", "Count words"));
    try (OllamaServer server = OllamaServer.playing(OllamaAnswer.of("{}"))) {
      Cli run = run(temp, server).endsWith(ExitCode.BAD_INPUT);
      assertThat(run.err()).contains(file + ": /id: ");
      assertThat(server.requests()).isEmpty();
    }
  }

  private Cli run(Path dir, OllamaServer server) {
    return Cli.run(
        "analyze",
        dir,
        "--store",
        temp.resolve("store"),
        "--out",
        temp.resolve("out"),
        "--instruction",
        file,
        "--model",
        "ollama:m",
        "--model-url",
        server.url(),
        "--json");
  }
}
