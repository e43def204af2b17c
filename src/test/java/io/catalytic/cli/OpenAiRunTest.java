package io.catalytic.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.catalytic.digest.Json;
import io.catalytic.job.JobSpec;
import io.catalytic.job.Workspace;
import io.catalytic.model.OllamaServer;
import io.catalytic.model.OpenAiAnswer;
import io.catalytic.pipeline.Preflight;
import io.catalytic.schema.JsonSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole run against a server of OpenAI's API over HTTP. */
class OpenAiRunTest {
  private static final String GOOD =
      "{\"functions\":[{\"name\":\"f\",\"line\":1}],\"classes\":[],\"imports\":[]}";

  @TempDir private Path temp;
  private Path dir;

  @BeforeEach
  void makeDomain() throws IOException {
    dir = Files.createDirectories(temp.resolve("domain"));
    Files.writeString(dir.resolve("a.py"), "def f(): pass\n");
  }

  private Cli analyze(String... more) {
    return analyze(temp.resolve("out"), more);
  }

  private Cli analyze(Path out, String... more) {
    Object[] common = {"analyze", dir, "--store", temp.resolve("store"), "--out", out, "--json"};
    Object[] all = Arrays.copyOf(common, common.length + more.length);
    System.arraycopy(more, 0, all, common.length, more.length);
    return Cli.run(all);
  }

  @Test
  void theRecordNamesTheModelAndNoWeights() {
    try (OllamaServer server =
        OllamaServer.playing(
            OpenAiAnswer.error(429, "slow", null),
            OpenAiAnswer.of("no JSON"),
            OpenAiAnswer.of(GOOD))) {
      JsonNode record =
          analyze("--model", "openai:m", "--model-url", server.models("m").url() + "/v1")
              .endsWith(ExitCode.OK)
              .json();
      assertThat(JsonSchema.named("run").check(record)).isEmpty();
      assertThat(record.at("/model/provider").asText()).isEqualTo("openai");
      assertThat(record.at("/model/name").asText()).isEqualTo("m");
      assertThat(record.at("/model/digest").isNull()).isTrue();
      assertThat(record.at("/counts/answered").asInt()).isEqualTo(1);
      assertThat(record.at("/tokens/worker_prompt").asInt()).isEqualTo(20);
      assertThat(record.at("/tokens/worker_output").asInt()).isEqualTo(10);
      Cli.run("validate", temp.resolve("out"), "--store", temp.resolve("store"))
          .endsWith(ExitCode.OK);
    }
  }

  @Test
  void howManyCallsAreInFlightIsTheServersToSayAndChangesNoAnswerNorItsName() throws Exception {
    try (OllamaServer server = OllamaServer.answering(chat -> OpenAiAnswer.of(GOOD)).models("m")) {
      String[] model = {"--model", "openai:m", "--model-url", server.url()};
      analyze(model).endsWith(ExitCode.OK);
      byte[] untold = Files.readAllBytes(temp.resolve("out/results.jsonl"));
      String address = server.totalSlots(2).url();
      JsonNode record = analyze(temp.resolve("told"), model).endsWith(ExitCode.OK).json();
      assertThat(record.at("/counts/answered").asInt()).isEqualTo(1);
      assertThat(Files.readAllBytes(temp.resolve("told/results.jsonl"))).isEqualTo(untold);
      assertThat(server.chats()).as("what was answered is not asked again").hasSize(1);
      JobSpec job =
          JobSpec.load(
              JobSpec.MAIN_JOB,
              Json.object()
                  .put("domain", dir.toString())
                  .set("model", Json.object().put("name", "openai:m").put("url", address)));
      Workspace workspace =
          Workspace.of(
              Optional.of(temp.resolve("store").toString()),
              Optional.of(temp.resolve("plan").toString()),
              "plan",
              Map.of());
      assertThat(Preflight.plan(job, "plan", workspace, false).limits().maxInFlight()).isEqualTo(3);
    }
  }

  @Test
  void whatAContentFilterHoldsBackIsADeadLetterAfterOneCall() throws IOException {
    try (OllamaServer server =
        OllamaServer.playing(OpenAiAnswer.stopped(null, "content_filter", 1, 0)).models("m")) {
      analyze("--model", "openai:m", "--model-url", server.url()).endsWith(ExitCode.INCOMPLETE);
      assertThat(server.chats()).hasSize(1);
      assertThat(Files.readString(temp.resolve("out/dead-letters.jsonl")))
          .contains("\"request_refused\"", "content filter");
    }
  }

  @Test
  void withoutAnAddressNothingIsSentAnywhere() {
    assertThat(analyze("--model", "openai:m").endsWith(ExitCode.BAD_INPUT).err())
        .contains("openai:NAME needs the server's address: --model-url");
  }
}
