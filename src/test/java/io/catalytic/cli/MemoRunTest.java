package io.catalytic.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.catalytic.digest.Hasher;
import io.catalytic.digest.Json;
import io.catalytic.model.OllamaAnswer;
import io.catalytic.model.OllamaServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs after runs with one store, against a model server over HTTP: what is asked, and how often.
 */
class MemoRunTest {
  private static final Pattern NAME = Pattern.compile("def (f\\d+)\\(\\)");

  /** The lists that are the same from run to run. */
  private static final List<String> LISTS =
      List.of("results.jsonl", "dead-letters.jsonl", "skipped.jsonl", "manifest.jsonl");

  @TempDir private Path temp;
  private Path dir;
  private int runs;
  private String store = "store";

  @BeforeEach
  void makeDomain() throws IOException {
    dir = Files.createDirectories(temp.resolve("domain"));
  }

  private void files(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      Files.writeString(dir.resolve("f" + i + ".py"), "def f" + i + "():\n  pass\n");
    }
  }

  private static String name(JsonNode chat) {
    Matcher name = NAME.matcher(chat.at("/messages/0/content").asText());
    return name.find() ? name.group(1) : "none";
  }

  private static String right(String name) {
    return "{\"functions\":[{\"name\":\"" + name + "\",\"line\":1}],\"classes\":[],\"imports\":[]}";
  }

  private static OllamaServer truthful() {
    return OllamaServer.answering(chat -> OllamaAnswer.of(right(name(chat))));
  }

  private List<String> arguments(String url, Object... more) {
    List<String> all = new ArrayList<>();
    Object[] first = {
      "analyze",
      dir,
      "--store",
      temp.resolve(store),
      "--model",
      "ollama:m",
      "--model-url",
      url,
      "--json",
      "--out",
      temp.resolve("out" + ++runs)
    };
    List.of(first).forEach(word -> all.add(word.toString()));
    List.of(more).forEach(word -> all.add(word.toString()));
    return all;
  }

  private Cli analyze(OllamaServer server, Object... more) {
    return Cli.run(arguments(server.url(), more).toArray());
  }

  private String output(int run, String file) throws IOException {
    return Files.readString(temp.resolve("out" + run).resolve(file));
  }

  private void sameLists(int one, int other) throws IOException {
    for (String file : LISTS) {
      assertThat(output(other, file)).as(file).isEqualTo(output(one, file));
    }
  }

  @Test
  void onlyWhatIsNewIsAsked() throws IOException {
    int count = Integer.getInteger("catalytic.files", 40);
    files(count);
    try (OllamaServer server = truthful()) {
      analyze(server).endsWith(ExitCode.OK);
      assertThat(server.chats()).hasSize(count);

      Cli again = analyze(server).endsWith(ExitCode.OK);
      assertThat(server.chats()).hasSize(count);
      assertThat(again.json().at("/counts/memoised").asInt()).isEqualTo(count);
      assertThat(again.json().at("/tokens/worker_prompt").asInt()).isZero();
      sameLists(1, 2);
      Cli.run("validate", temp.resolve("out2"), "--store", temp.resolve("store"))
          .endsWith(ExitCode.OK);

      Files.writeString(dir.resolve("f7.py"), "def f77777():\n  pass\n");
      analyze(server).endsWith(ExitCode.OK);
      assertThat(
              server.chats().subList(count, server.chats().size()).stream().map(MemoRunTest::name))
          .containsExactly("f77777");

      for (int i = 0; i < count / 2; i++) {
        Files.writeString(dir.resolve("same" + i + ".py"), "def f88888():\n  pass\n");
      }
      Files.move(dir.resolve("f1.py"), dir.resolve("moved.py"));
      analyze(server).endsWith(ExitCode.OK);
      assertThat(
              server.chats().subList(count + 1, server.chats().size()).stream()
                  .map(MemoRunTest::name))
          .containsExactly("f88888");

      Cli other = analyze(server, "--max-attempts", 7).endsWith(ExitCode.OK);
      assertThat(server.chats()).as("another invocation of the same calls").hasSize(count + 2);
      assertThat(other.json().at("/tokens/worker_prompt").asInt()).isZero();
      sameLists(4, 5);

      analyze(server, "--no-memo", "--include", "f2*.py").endsWith(ExitCode.OK);
      long withTwo =
          IntStream.range(0, count).filter(i -> String.valueOf(i).startsWith("2")).count();
      assertThat(server.chats()).hasSize(count + 2 + (int) withTwo);
    }
  }

  @Test
  void whatEndedAsADeadLetterIsNotPaidAgainUnlessThatIsWanted() throws IOException {
    files(3);
    AtomicInteger bad = new AtomicInteger();
    try (OllamaServer server =
        OllamaServer.answering(
            chat ->
                name(chat).equals("f1") && bad.getAndIncrement() < 3
                    ? OllamaAnswer.of("no JSON " + bad)
                    : OllamaAnswer.of(right(name(chat))))) {
      analyze(server).endsWith(ExitCode.INCOMPLETE);
      assertThat(server.chats()).hasSize(5);
      analyze(server).endsWith(ExitCode.INCOMPLETE);
      assertThat(server.chats()).hasSize(5);
      sameLists(1, 2);
      analyze(server, "--retry-dead").endsWith(ExitCode.OK);
      assertThat(server.chats()).hasSize(6);
      analyze(server).endsWith(ExitCode.OK);
      assertThat(server.chats()).hasSize(6);
    }
  }

  @Test
  void aBudgetEndsARunThatALaterOneFinishes() throws IOException {
    files(30);
    try (OllamaServer server = truthful()) {
      // Each call costs 15; what is in flight at the limit is not broken off.
      Cli run =
          analyze(server, "--budget-tokens", 100, "--max-in-flight", 2)
              .endsWith(ExitCode.OVER_BUDGET);
      JsonNode counts = run.json().get("counts");
      assertThat(run.json().get("status").asText()).isEqualTo("over_budget");
      assertThat(counts.get("answered").asInt()).isBetween(7, 8);
      assertThat(counts.get("over_budget").asInt()).isEqualTo(30 - counts.get("answered").asInt());
      assertThat(output(1, "dead-letters.jsonl")).contains("\"reason\":\"over_budget\"");
      Cli.run("validate", temp.resolve("out1"), "--store", temp.resolve("store"))
          .endsWith(ExitCode.OK);
      analyze(server).endsWith(ExitCode.OK);
      assertThat(server.chats()).hasSize(30);
    }
  }

  @Test
  void aServerThatIsGoneEndsARunThatALaterOneFinishes() throws Exception {
    files(60);
    AtomicInteger answered = new AtomicInteger();
    try (OllamaServer server = truthful()) {
      OllamaServer[] dying = {null};
      dying[0] =
          OllamaServer.answering(
              chat -> {
                if (answered.incrementAndGet() > 20) {
                  dying[0].close();
                }
                return OllamaAnswer.of(right(name(chat)));
              });
      Cli run = analyze(dying[0], "--server-patience", 0).endsWith(ExitCode.FAILED);
      JsonNode record = run.json();
      assertThat(record.get("status").asText()).isEqualTo("server_gone");
      assertThat(record.at("/counts/server_gone").asInt()).isPositive();
      assertThat(record.at("/restoration/restored").asBoolean()).isTrue();
      int had = record.at("/counts/answered").asInt();
      assertThat(had).isBetween(17, 20);

      analyze(server).endsWith(ExitCode.OK);
      assertThat(server.chats()).hasSize(60 - had);
    }
  }

  @Test
  void aRunThatIsKilledGoesOnWhereItWas() throws Exception {
    int count = 120;
    int inFlight = 8;
    files(count);
    try (OllamaServer server =
        OllamaServer.answering(
            chat -> OllamaAnswer.of(right(name(chat))), inFlight, Duration.ofMillis(40))) {
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(
          List.of(
              "-XX:TieredStopAtLevel=1",
              "-Xshare:auto",
              "-cp",
              System.getProperty("java.class.path"),
              Main.class.getName()));
      command.addAll(arguments(server.url(), "--max-in-flight", inFlight));
      Process run =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(temp.resolve("log").toFile())
              .start();
      server.awaitArrived(count / 2);
      run.destroyForcibly().waitFor();
      server.awaitEnded(server.chats().size());
      analyze(server, "--max-in-flight", inFlight).endsWith(ExitCode.OK);
      assertThat(server.chats().size()).isBetween(count, count + inFlight);
      assertThat(server.chats().stream().map(MemoRunTest::name).distinct()).hasSize(count);
      store = "other-store";
      analyze(server, "--max-in-flight", 3).endsWith(ExitCode.OK);
      sameLists(2, 3);
    }
  }

  /** What the server does with each of the file's calls, of which each is another one. */
  private static OllamaAnswer storm(String name, int call) {
    byte[] seed = (name + "/" + call).getBytes(StandardCharsets.UTF_8);
    int draw = Hasher.sha256(seed).prefix(31) % 100;
    return switch (draw / 5) {
      case 0 -> OllamaAnswer.error(500, "boom");
      case 1 -> OllamaAnswer.busy(0);
      case 2 -> OllamaAnswer.reset();
      case 3 -> OllamaAnswer.hang();
      case 4 -> OllamaAnswer.raw(200, "text/html", "<html>");
      case 5 -> OllamaAnswer.of(right(name).substring(0, 20));
      case 6 -> OllamaAnswer.of("{\"functions\":1}");
      case 7 -> OllamaAnswer.aborted();
      default -> OllamaAnswer.of(right(name));
    };
  }

  @Test
  void inAStormEveryInputEndsOnceAndTheCountsAreThoseOfTheServer() throws IOException {
    int count = Integer.getInteger("catalytic.storm", 100);
    files(count);
    Map<String, Integer> calls = new ConcurrentHashMap<>();
    try (OllamaServer server =
        OllamaServer.answering(
            chat -> storm(name(chat), calls.merge(name(chat), 1, Integer::sum)))) {
      JsonNode record;
      try (SmallJvm jvm = new SmallJvm(temp)) {
        Object[] words =
            arguments(server.url(), "--model-timeout", 2, "--max-in-flight", 32).toArray();
        record = parse(jvm.run(ExitCode.INCOMPLETE, words));
      }
      Map<String, String> ends = new TreeMap<>();
      int attempts = 0;
      for (String line : output(1, "results.jsonl").lines().toList()) {
        JsonNode result = parse(line);
        assertThat(ends.put(result.get("path").asText(), result.get("status").asText())).isNull();
      }
      for (String line : output(1, "provenance.jsonl").lines().toList()) {
        attempts += parse(line).get("attempts").asInt();
      }
      assertThat(ends).hasSize(count);
      assertThat(attempts).isEqualTo(server.chats().size());
      JsonNode counts = record.get("counts");
      assertThat(counts.get("answered").asInt() + counts.get("dead_letters").asInt())
          .isEqualTo(count);
      assertThat(output(1, "dead-letters.jsonl").lines())
          .hasSize(counts.get("dead_letters").asInt());
      assertThat(counts.get("dead_letters").asInt()).isPositive();
      assertThat(server.mostInFlight()).isLessThanOrEqualTo(32);
    }
  }

  private static JsonNode parse(String line) {
    try {
      return Json.parse(line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
