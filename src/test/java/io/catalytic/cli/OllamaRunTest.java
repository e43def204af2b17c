package io.catalytic.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.catalytic.instruction.ShownCode;
import io.catalytic.model.OllamaAnswer;
import io.catalytic.model.OllamaServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole run against a model server over HTTP that behaves differently for each file. */
class OllamaRunTest {
  private static final String GOOD =
      "{\"functions\":[{\"name\":\"f\",\"line\":1}],\"classes\":[],\"imports\":[]}";
  private static final Pattern BEHAVIOUR = Pattern.compile("# behaviour: (\\w+)");

  @TempDir private Path temp;
  private Path dir;

  @BeforeEach
  void makeDomain() throws IOException {
    dir = Files.createDirectories(temp.resolve("domain"));
  }

  private void file(String behaviour) throws IOException {
    Files.writeString(
        dir.resolve(behaviour + ".py"), "# behaviour: " + behaviour + "\ndef f(): pass\n");
  }

  private Cli analyze(String url, Object... more) {
    Object[] args = {
      "analyze",
      dir,
      "--store",
      temp.resolve("store"),
      "--out",
      temp.resolve("out"),
      "--model",
      "ollama:m",
      "--model-url",
      url,
      "--json"
    };
    Object[] all = Arrays.copyOf(args, args.length + more.length);
    System.arraycopy(more, 0, all, args.length, more.length);
    return Cli.run(all);
  }

  /** Answers a file's n-th question as its first line says. */
  private static OllamaAnswer behave(String behaviour, int ask) {
    OllamaAnswer good = OllamaAnswer.of(GOOD);
    return switch (behaviour) {
      case "good" -> good;
      case "bad_json_then_good" -> ask == 1 ? OllamaAnswer.of("no JSON") : good;
      case "bad_schema_then_good" -> ask == 1 ? OllamaAnswer.of("{\"functions\":1}") : good;
      case "error_then_good" -> ask == 1 ? OllamaAnswer.error(500, "boom") : good;
      case "bad_json" -> OllamaAnswer.of("no JSON");
      case "bad_schema" -> OllamaAnswer.of("{\"functions\":1}");
      case "not_done" -> OllamaAnswer.aborted();
      case "length" -> OllamaAnswer.stopped("{\"fun", "length", 10, 2048);
      case "no_model" -> OllamaAnswer.error(404, "model 'm' not found");
      case "error" -> OllamaAnswer.error(500, "boom");
      case "busy" -> OllamaAnswer.busy(1);
      case "hang" -> OllamaAnswer.hang();
      case "reset" -> OllamaAnswer.reset();
      case "html" -> OllamaAnswer.raw(200, "text/html", "<html>");
      default -> throw new IllegalArgumentException(behaviour);
    };
  }

  @Test
  void aLongerWaitThanAnyIsCutAndTheDeadLetterSaysWhatWasAskedFor() throws IOException {
    file("busy_for_an_hour");
    try (OllamaServer server = OllamaServer.playing(OllamaAnswer.busy(3600))) {
      analyze(server.url(), "--longest-pause", 1, "--max-attempts", 2)
          .endsWith(ExitCode.INCOMPLETE);
      assertThat(server.chats()).hasSize(2);
      assertThat(Files.readString(temp.resolve("out/dead-letters.jsonl")))
          .contains(
              "\"overloaded\"",
              "; it asked to be left alone for 3600 s, and no wait is longer than 1000 ms"
                  + " (longest_pause_ms)");
    }
  }

  private static OllamaServer server() {
    Map<String, Integer> asked = new ConcurrentHashMap<>();
    return OllamaServer.answering(
        chat -> {
          Matcher line = BEHAVIOUR.matcher(chat.at("/messages/0/content").asText());
          String behaviour = line.find() ? line.group(1) : "good";
          return behave(behaviour, asked.merge(behaviour, 1, Integer::sum));
        });
  }

  @Test
  void everyFileEndsAsAnAnswerOrADeadLetterWithAReasonOfItsOwn() throws IOException {
    Map<String, String> expected = new TreeMap<>();
    expected.put("good", "answered after 1");
    expected.put("bad_json_then_good", "answered after 2");
    expected.put("bad_schema_then_good", "answered after 2");
    expected.put("error_then_good", "answered after 2");
    expected.put("bad_json", "not_json after 2");
    expected.put("bad_schema", "schema_violation after 2");
    expected.put("not_done", "aborted after 2");
    expected.put("length", "output_truncated after 4");
    expected.put("no_model", "model_not_found after 1");
    expected.put("error", "server_error after 2");
    expected.put("busy", "overloaded after 2");
    expected.put("hang", "timeout after 2");
    expected.put("reset", "server_error after 2");
    expected.put("html", "malformed_response after 2");
    for (String behaviour : expected.keySet()) {
      file(behaviour);
    }
    try (OllamaServer server = server()) {
      Cli run =
          analyze(server.url(), "--model-timeout", "2", "--max-attempts", "2", "--max-in-flight", 8)
              .endsWith(ExitCode.INCOMPLETE);
      assertThat(outcomes()).isEqualTo(expected);
      JsonNode record = run.json();
      assertThat(record.at("/counts/answered").asInt()).isEqualTo(4);
      assertThat(record.at("/counts/dead_letters").asInt()).isEqualTo(10);
      assertThat(record.at("/restoration/restored").asBoolean()).isTrue();
      assertThat(record.at("/tokens/worker_prompt").asInt()).isPositive();
      assertThat(server.mostInFlight()).isLessThanOrEqualTo(8);
    }
  }

  /** What the outputs say of each file. */
  private Map<String, String> outcomes() throws IOException {
    Map<String, String> outcomes = new TreeMap<>();
    Files.readAllLines(temp.resolve("out/provenance.jsonl")).stream()
        .map(Cli::parse)
        .forEach(line -> outcomes.put(name(line), "answered after " + line.get("attempts")));
    Files.readAllLines(temp.resolve("out/dead-letters.jsonl")).stream()
        .map(Cli::parse)
        .forEach(
            line ->
                outcomes.put(
                    name(line), line.get("reason").asText() + " after " + line.get("attempts")));
    return outcomes;
  }

  private static String name(JsonNode line) {
    return line.get("path").asText().replace(".py", "");
  }

  @Test
  void aFileThatDoesNotFitTheWindowIsCutAtItsDeclarations() throws IOException {
    String function = "# Adds.\ndef f(a, b):\n" + "    a = a + b\n".repeat(200);
    Files.writeString(dir.resolve("long.py"), function.repeat(20));
    try (OllamaServer server = OllamaServer.playing(OllamaAnswer.of(GOOD))) {
      analyze(server.url()).endsWith(ExitCode.OK);
      List<String> parts = server.chats().stream().map(ShownCode::of).toList();
      assertThat(parts).hasSizeGreaterThan(3).allMatch(part -> part.startsWith("# Adds.\n"));
      assertThat(parts)
          .as("whole functions")
          .allMatch(part -> part.length() % function.length() == 0);
      String line = Files.readString(temp.resolve("out/results.jsonl"));
      assertThat(Cli.parse(line).at("/output/functions")).hasSize(parts.size());
    }
  }

  @Test
  void aWindowBeyondTheModelsOwnEndsTheRunAtOnceWithBothNumbers() throws IOException {
    file("good");
    try (OllamaServer server =
        server().showing("{\"general.architecture\":\"x\",\"x.context_length\":2048}")) {
      Cli run = analyze(server.url()).endsWith(ExitCode.BAD_INPUT);
      assertThat(run.err()).contains("a window of 2048 tokens; context_tokens is 8192");
      assertThat(server.chats()).isEmpty();
      assertThat(temp.resolve("out")).doesNotExist();
    }
  }

  @Test
  void aFileEditedDuringTheRunEndsWithFiveAndIsNamed() throws IOException {
    file("good");
    file("bad_json");
    OllamaServer editing =
        OllamaServer.answering(
            chat -> {
              try {
                Files.writeString(dir.resolve("good.py"), "edited\n");
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
              return OllamaAnswer.of(GOOD);
            });
    try (editing) {
      JsonNode record = analyze(editing.url()).endsWith(ExitCode.NOT_RESTORED).json();
      assertThat(record.at("/restoration/first_differences/0").asText())
          .isEqualTo("changed good.py");
      assertThat(record.at("/counts/answered").asInt()).isEqualTo(2);
    }
  }

  @Test
  void aModelThatIsAnotherOneInTheEndFailsTheRunWhichSaysSo() throws IOException {
    file("good");
    OllamaServer[] changing = {null};
    changing[0] =
        OllamaServer.answering(
            chat -> {
              changing[0].weights("other");
              return OllamaAnswer.of(GOOD);
            });
    try (OllamaServer server = changing[0]) {
      JsonNode record = analyze(server.url()).endsWith(ExitCode.FAILED).json();
      assertThat(record.get("status").asText()).isEqualTo("model_changed");
      assertThat(record.at("/model/digest_after").asText())
          .hasSize(64)
          .isNotEqualTo(record.at("/model/digest").asText());
      assertThat(record.at("/counts/answered").asInt()).isEqualTo(1);
      Files.move(temp.resolve("out"), temp.resolve("first"));
      analyze(server.url()).endsWith(ExitCode.OK);
      assertThat(server.chats()).as("the other model's answers are not this one's").hasSize(2);
    }
  }

  @Test
  void aServerThatIsNotThereEndsTheRunAtOnceWithWhatToStart() throws IOException {
    file("good");
    OllamaServer gone = server();
    gone.close();
    Cli run = analyze(gone.url()).endsWith(ExitCode.FAILED);
    assertThat(run.err()).contains(gone.url()).contains("start it with: ollama serve");
    assertThat(temp.resolve("out")).doesNotExist();
  }

  @Test
  void aModelThatTheServerLacksEndsTheRunAtOnceWithWhatToPull() throws IOException {
    file("good");
    try (OllamaServer server = server().models("other:latest")) {
      Cli run = analyze(server.url()).endsWith(ExitCode.FAILED);
      assertThat(run.err()).contains("ollama pull m").contains("other:latest");
    }
  }
}
