package io.catalytic.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.catalytic.digest.Json;
import io.catalytic.job.JobSpec;
import io.catalytic.model.OllamaAnswer;
import io.catalytic.model.OllamaServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every job of {@code pipelines/} can be run as it is. */
class ShippedJobsTest {
  @TempDir private Path temp;
  private Path dir;

  static Stream<String> jobs() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("pipelines"))) {
      return files
          .map(file -> String.valueOf(file.getFileName()).replace(".yaml", ""))
          .toList()
          .stream();
    }
  }

  @BeforeEach
  void makeDomain() throws IOException {
    dir = Files.createDirectories(temp.resolve("domain"));
    Files.writeString(dir.resolve("a.md"), "# A page\n\nIt says little.\n");
    Files.writeString(dir.resolve("b.json"), "{\"Name\": \"x\"}\n");
    Files.writeString(dir.resolve("c.py"), "def f(): pass\n");
  }

  private JsonNode run(String job, Object... more) throws IOException {
    List<Object> words = new ArrayList<>(List.of("run", job, "--domain", dir, "--json"));
    words.addAll(List.of("--store", temp.resolve("store"), "--out", temp.resolve("out")));
    words.addAll(List.of(more));
    Cli.run(words.toArray()).endsWith(ExitCode.OK);
    return Json.parse(Files.readString(temp.resolve("out/results.jsonl")));
  }

  @ParameterizedTest
  @MethodSource("jobs")
  void itIsBuiltInByItsName(String job) throws Exception {
    assertThat(JobSpec.load(job)).isEqualTo(JobSpec.load("pipelines/" + job + ".yaml"));
  }

  @Test
  void validateFormatsNeedsNoModel() throws IOException {
    Files.delete(dir.resolve("a.md"));
    JsonNode result = run("validate-formats");
    assertThat(result.get("path").asText()).isEqualTo("b.json");
    assertThat(result.at("/output/valid").asBoolean()).isTrue();
  }

  @Test
  void codebaseAnalysisNeedsNoModel() throws IOException {
    JsonNode result = run("codebase-analysis");
    assertThat(result.get("path").asText()).isEqualTo("c.py");
    assertThat(result.at("/output/functions/0/name").asText()).isEqualTo("f");
  }

  @Test
  void summarizeAsksAModelAboutTexts() throws IOException {
    String answer = "{\"summary\":\"A page.\",\"key_points\":[\"It says little.\"]}";
    try (OllamaServer server =
        OllamaServer.playing(OllamaAnswer.of(answer)).models("llama3.2:latest")) {
      JsonNode result = run("summarize", "--model-url", server.url());
      assertThat(result.get("path").asText()).isEqualTo("a.md");
      assertThat(result.at("/output/summary").asText()).isEqualTo("A page.");
      assertThat(server.prompts()).hasSize(1).first().asString().contains("It says little.");
    }
  }

  @Test
  void transformAsksAModelAboutData() throws IOException {
    try (OllamaServer server =
        OllamaServer.playing(OllamaAnswer.of("{\"result\":[{\"name\":\"x\"}]}"))
            .models("llama3.2:latest")) {
      JsonNode result = run("transform", "--model-url", server.url());
      assertThat(result.get("path").asText()).isEqualTo("b.json");
      assertThat(result.at("/output/result/0/name").asText()).isEqualTo("x");
      assertThat(server.prompts().get(0)).contains("A JSON array of objects", "\"Name\"");
    }
  }
}
