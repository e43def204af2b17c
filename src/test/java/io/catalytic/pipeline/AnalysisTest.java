package io.catalytic.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.catalytic.digest.Json;
import io.catalytic.domain.Domain;
import io.catalytic.domain.Snapshot;
import io.catalytic.pipeline.source.Elsewhere;
import io.catalytic.pipeline.source.Source;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricResult;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnalysisTest {
  @TempDir private Path temp;
  private Path dir;

  @BeforeEach
  void makeDomain() throws IOException {
    ScriptedProvider.CALLS.set(0);
    ScriptedProvider.onFirstCall = () -> {};
    dir = temp.resolve("domain");
    Files.createDirectories(dir.resolve("sub/empty"));
    Files.writeString(dir.resolve("a.py"), "one\ntwo\n");
    Files.writeString(dir.resolve("sub/same.py"), "one\ntwo\n");
    Files.writeString(dir.resolve("sub/b.txt"), "one\n");
    Files.writeString(dir.resolve("bad.txt"), "!fail\n");
    Files.writeString(dir.resolve("c.rb"), "x\n");
    Files.write(dir.resolve("binary"), new byte[] {1, 0, 2});
    Files.createSymbolicLink(dir.resolve("link"), Path.of("a.py"));
  }

  private JsonNode run(String name, int shards, int parallelism) throws IOException {
    Domain domain = Domain.of(dir, List.of(temp.resolve("store")));
    TrialRun.run(domain, temp.resolve(name), shards, parallelism);
    return Json.parse(read(name, "run.json"));
  }

  private String read(String name, String file) {
    try {
      return Files.readString(temp.resolve(name).resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void theJobsMetricsAddUpToTheRecord() throws IOException {
    Domain domain = Domain.of(dir, List.of(temp.resolve("store")));
    PipelineResult result = TrialRun.run(domain, temp.resolve("out"), 3, 3);
    JsonNode record = Json.parse(read("out", "run.json"));
    JsonNode counts = record.get("counts");
    long entries = record.at("/domain/entries").asLong();
    assertThat(counters(result))
        .containsEntry("entries_read", entries)
        .containsEntry("answers", counts.get("answered").asLong())
        .containsEntry("dead_letters", counts.get("dead_letters").asLong())
        .containsEntry("memo_hits", counts.get("memoised").asLong())
        .containsEntry("skipped", counts.get("skipped").asLong())
        .containsEntry("entries_rehashed", entries);
    assertThat(counts.get("answered").asLong()).isPositive();
  }

  private static Map<String, Long> counters(PipelineResult result) {
    MetricsFilter ours =
        MetricsFilter.builder()
            .addNameFilter(MetricNameFilter.inNamespace(RunMetrics.NAMESPACE))
            .build();
    Map<String, Long> sums = new HashMap<>();
    for (MetricResult<Long> counter : result.metrics().queryMetrics(ours).getCounters()) {
      sums.merge(counter.getName().getName(), counter.getAttempted(), Long::sum);
    }
    return sums;
  }

  @Test
  void aRunLeavesExactlyItsFilesAndTheyExplainThemselves() throws IOException {
    JsonNode record = run("one", 3, 3);
    try (Stream<Path> files = Files.list(temp.resolve("one"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "run.json",
              "results.jsonl",
              "dead-letters.jsonl",
              "skipped.jsonl",
              "provenance.jsonl",
              "manifest.jsonl",
              "proof.json");
    }
    assertThat(read("one", "results.jsonl").lines().map(AnalysisTest::pathAndLines))
        .containsExactly(
            "a.py answered {\"lines\":2}",
            "bad.txt dead_letter null",
            "sub/b.txt answered {\"lines\":1}",
            "sub/same.py answered {\"lines\":2}");
    assertThat(read("one", "dead-letters.jsonl"))
        .contains("\"path\":\"bad.txt\"")
        .contains("\"reason\":\"request_refused\"")
        .hasLineCount(1);
    assertThat(read("one", "skipped.jsonl").lines().map(AnalysisTest::pathAndReason))
        .containsExactly("binary binary", "c.rb unsupported_language", "link symlink");
    assertThat(record.at("/status").asText()).isEqualTo("incomplete");
    assertThat(record.at("/restoration/restored").asBoolean()).isTrue();
    assertThat(record.get("counts"))
        .hasToString(
            "{\"files\":7,\"analysed\":4,\"answered\":3,\"memoised\":1,\"dead_letters\":1,"
                + "\"skipped\":3}");
    assertThat(ScriptedProvider.CALLS).hasValue(3);
  }

  private static String pathAndLines(String text) {
    JsonNode line = json(text);
    return line.get("path").asText() + " " + line.get("status").asText() + " " + line.get("output");
  }

  private static String pathAndReason(String text) {
    JsonNode line = json(text);
    return line.get("path").asText() + " " + line.get("reason").asText();
  }

  private static JsonNode json(String text) {
    try {
      return Json.parse(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void shardsAndParallelismDoNotShowInTheOutputs() throws IOException {
    run("one", 1, 1);
    run("two", 7, 5);
    for (String file :
        List.of(
            "results.jsonl",
            "manifest.jsonl",
            "dead-letters.jsonl",
            "skipped.jsonl",
            "proof.json")) {
      assertThat(read("two", file)).as(file).isEqualTo(read("one", file));
    }
  }

  @Test
  void aFileEditedDuringTheRunIsNamedAndNothingElseIsLost() throws IOException {
    ScriptedProvider.onFirstCall =
        () -> {
          try {
            Files.writeString(dir.resolve("a.py"), "edited\n");
            Files.createFile(dir.resolve("new"));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        };
    JsonNode record = run("one", 3, 3);
    assertThat(record.at("/status").asText()).isEqualTo("not_restored");
    assertThat(record.at("/restoration/changed").asInt()).isEqualTo(1);
    assertThat(record.at("/restoration/added").asInt()).isEqualTo(1);
    JsonNode proof = Json.parse(read("one", "proof.json"));
    assertThat(proof.get("differences"))
        .hasToString(
            "[{\"path\":\"a.py\",\"change\":\"changed\",\"fields\":[\"content\"]},"
                + "{\"path\":\"new\",\"change\":\"added\",\"fields\":[]}]");
    assertThat(read("one", "results.jsonl").lines().map(AnalysisTest::pathAndLines))
        .contains("a.py answered {\"lines\":2}")
        .hasSize(4);
  }

  @Test
  void aDomainThatDidNotComeBackIsPutBackIfTold() throws IOException {
    ScriptedProvider.onFirstCall =
        () -> {
          try {
            Files.writeString(dir.resolve("a.py"), "edited\n");
            Files.delete(dir.resolve("c.rb"));
            Files.writeString(dir.resolve("new"), "new\n");
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        };
    Domain domain = Domain.of(dir, List.of(temp.resolve("store")));
    TrialRun.run(domain, temp.resolve("one"), 3, 3, true);
    JsonNode record = Json.parse(read("one", "run.json"));
    assertThat(record.at("/status").asText()).isEqualTo("incomplete");
    assertThat(record.at("/restoration/restored").asBoolean()).isFalse();
    assertThat(record.at("/restoration/repair")).hasToString("{\"restored\":true,\"changes\":3}");
    assertThat(dir.resolve("a.py")).hasContent("one\ntwo\n");
    assertThat(dir.resolve("c.rb")).exists();
    assertThat(dir.resolve("new")).doesNotExist();
    assertThat(Snapshot.take(domain).root().hash().hex())
        .isEqualTo(record.at("/restoration/root_before").asText());
  }

  @Test
  void nothingIsPutBackWhereAnotherDirectoryHasItsPath() throws IOException {
    ScriptedProvider.onFirstCall =
        () -> {
          try {
            Files.writeString(dir.resolve("a.py"), "edited\n");
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        };
    Source source = Elsewhere.directory(Domain.of(dir, List.of(temp.resolve("store"))));
    TrialRun.run(TrialRun.plan(source, temp.resolve("one"), 3, true), 3);
    JsonNode record = Json.parse(read("one", "run.json"));
    assertThat(record.at("/status").asText()).isEqualTo("not_restored");
    assertThat(record.at("/restoration/repair/restored").asBoolean()).isFalse();
    assertThat(record.at("/restoration/repair/trouble").asText())
        .startsWith("the machine that finished the run has another directory at that path");
    assertThat(dir.resolve("a.py")).hasContent("edited\n");
  }

  @Test
  void aDirectoryThatBecameAFileAndAFileThatBecameAFifoAreNamedAndNothingElseIsLost()
      throws IOException {
    ScriptedProvider.onFirstCall =
        () -> {
          try {
            Files.delete(dir.resolve("sub/same.py"));
            Files.delete(dir.resolve("sub/b.txt"));
            Files.delete(dir.resolve("sub/empty"));
            Files.delete(dir.resolve("sub"));
            Files.createFile(dir.resolve("sub"));
            Files.delete(dir.resolve("a.py"));
            new ProcessBuilder("mkfifo", dir.resolve("a.py").toString()).start().waitFor();
          } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
          }
        };
    JsonNode record = run("one", 3, 3);
    assertThat(record.at("/status").asText()).isEqualTo("not_restored");
    JsonNode proof = Json.parse(read("one", "proof.json"));
    assertThat(proof.get("not_rehashed"))
        .hasToString("[{\"path\":\"a.py\",\"reason\":\"is a FIFO\"}]");
    assertThat(proof.get("differences").findValuesAsText("path"))
        .containsExactly("sub", "sub/b.txt", "sub/empty", "sub/same.py");
    assertThat(read("one", "results.jsonl")).hasLineCount(4);
  }
}
