package io.catalytic.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.catalytic.digest.Hasher;
import io.catalytic.digest.Json;
import io.catalytic.model.Completion.Stop;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OllamaClientTest extends ModelClientContract {

  @Override
  ModelClient client(String url, Duration limit, int mostBytes) {
    return new OllamaProvider()
        .open(new ModelSpec("ollama", "m", url, 8192, 2048, 0, 1, limit, mostBytes));
  }

  @Override
  OllamaAnswer whole(String content, int promptTokens, int outputTokens) {
    return OllamaAnswer.of(content, promptTokens, outputTokens);
  }

  @Override
  OllamaAnswer cut(String content) {
    return OllamaAnswer.stopped(content, "length", 1, 1);
  }

  @Override
  OllamaAnswer error(int status, String message) {
    return OllamaAnswer.error(status, message);
  }

  @Override
  String howToStart() {
    return "ollama serve";
  }

  @Test
  void theRequestIsExactlyThis() throws Exception {
    try (OllamaServer server = OllamaServer.playing(OllamaAnswer.of("{}"))) {
      ModelSpec spec =
          new ModelSpec("ollama", "q:7b", server.url() + "/", 4096, 512, 0, 7, PATIENCE);
      new OllamaProvider().open(spec).complete(REQUEST);
      assertThat(server.requests()).hasSize(1);
      assertThat(server.requests().get(0).method()).isEqualTo("POST");
      assertThat(Json.write(server.chats().get(0)))
          .isEqualTo(
              "{\"model\":\"q:7b\",\"messages\":[{\"role\":\"user\",\"content\":\"Say hi.\"}],"
                  + "\"format\":{\"type\":\"object\"},"
                  + "\"options\":{\"num_ctx\":4096,\"num_predict\":512,\"seed\":7,\"temperature\":0.0},"
                  + "\"keep_alive\":\"10m\",\"stream\":false,\"think\":false,"
                  + "\"truncate\":false,\"shift\":false}");
    }
  }

  @ParameterizedTest
  @CsvSource({"stop,FINISHED", "length,LENGTH", "load,ABORTED", "unload,ABORTED"})
  void onlyStopIsAWholeAnswer(String reason, Stop stop) throws Exception {
    try (OllamaServer server = OllamaServer.playing(OllamaAnswer.stopped("{}", reason, 1, 1))) {
      assertThat(client(server).complete(REQUEST).stop()).isEqualTo(stop);
    }
  }

  @Test
  void anAnswerThatIsNotDoneIsAborted() throws Exception {
    try (OllamaServer server = OllamaServer.playing(OllamaAnswer.aborted())) {
      assertThat(client(server).complete(REQUEST))
          .isEqualTo(new Completion("", TokenCounts.NONE, Stop.ABORTED));
    }
  }

  @ParameterizedTest
  @CsvSource({"404, model 'm' not found, MODEL_NOT_FOUND", "499, gone, SERVER_ERROR"})
  void someErrorsAreOllamasOwn(int status, String message, ModelFault fault) {
    assertThat(fault(OllamaAnswer.error(status, message)).fault()).isEqualTo(fault);
  }

  @Test
  void aModelThatIsGoneNamesTheCommandThatBringsItBack() {
    assertThat(fault(OllamaAnswer.error(404, "model 'm' not found")))
        .hasMessageContaining("has no model \"m\"; run: ollama pull m");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"done\":\"true\"}",
        "{\"done\":true}",
        "{\"done\":true,\"done_reason\":5,\"message\":{\"content\":\"x\"}}",
        "{\"done\":true,\"done_reason\":\"new\",\"message\":{\"content\":\"x\"}}",
        "{\"done\":true,\"done_reason\":\"stop\"}",
        "{\"done\":true,\"done_reason\":\"stop\",\"message\":\"x\"}",
        "{\"done\":true,\"done_reason\":\"stop\",\"message\":{\"content\":{}}}",
        "{\"done\":true,\"done_reason\":\"stop\",\"message\":{\"content\":\"x\"},\"eval_count\":\"5\"}",
        "{\"done\":true,\"done_reason\":\"stop\",\"message\":{\"content\":\"x\"},\"eval_count\":-1}",
        "{\"done\":true,\"done_reason\":\"stop\",\"message\":{\"content\":\"x\"},"
            + "\"prompt_eval_count\":99999999999999999999}"
      })
  void whatIsNotOllamasFormIsMalformed(String body) {
    ModelException e = fault(OllamaAnswer.raw(200, "application/json", body));
    assertThat(e.fault()).isEqualTo(ModelFault.MALFORMED_RESPONSE);
    assertThat(e).hasMessageContaining("does not answer as Ollama does: ");
  }

  @ParameterizedTest
  @CsvSource({"m,m:latest", "m:latest,m:latest", "q:7B,q:7b", "x.y:5/z/m,x.y:5/z/m:latest"})
  void theIdentityIsTheDigestOfTheWeights(String asked, String listed) throws Exception {
    try (OllamaServer server = OllamaServer.playing().models("other:latest", listed)) {
      ModelClient client =
          new OllamaProvider().open(ModelSpec.of("ollama", asked).at(server.url()));
      String digest = Hasher.sha256(listed.getBytes(StandardCharsets.UTF_8)).hex();
      assertThat(client.identity()).isEqualTo(new ModelIdentity("ollama", listed, digest));
    }
  }

  @Test
  void aModelThatIsNotThereNamesThoseThatAre() {
    try (OllamaServer server = OllamaServer.playing().models("b:1", "a:latest")) {
      assertThat(notThere(server))
          .isEqualTo(
              server.url() + " has no model \"m\"; run: ollama pull m (it has: a:latest, b:1)");
      assertThat(notThere(server.models())).endsWith("ollama pull m (it has none yet)");
      String[] many = IntStream.range(0, 12).mapToObj(i -> "x" + i + ":1").toArray(String[]::new);
      assertThat(notThere(server.models(many))).endsWith(", x7:1 and 2 more)");
    }
  }

  private String notThere(OllamaServer server) {
    ModelException e = catchThrowableOfType(ModelException.class, () -> client(server).identity());
    assertThat(e.fault()).isEqualTo(ModelFault.MODEL_NOT_FOUND);
    return String.valueOf(e.getMessage());
  }

  @Test
  void aWindowBeyondTheModelsOwnIsRefusedWithBothNumbers() throws Exception {
    try (OllamaServer server =
        OllamaServer.playing(OllamaAnswer.of("{}"))
            .showing("{\"general.architecture\":\"qwen2\",\"qwen2.context_length\":4096}")) {
      ModelClient wide = Models.open(ModelSpec.of("ollama", "m").at(server.url()));
      assertThatThrownBy(wide::identity)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "the model m:latest has a window of 4096 tokens; context_tokens is 8192: make it 4096"
                  + " or less");
      ModelSpec narrow =
          new ModelSpec("ollama", "m", server.url(), 4096, 512, 0, 7, Duration.ofSeconds(30));
      assertThat(Models.open(narrow).identity().name()).isEqualTo("m:latest");
      assertThat(server.requests())
          .filteredOn(request -> request.path().equals("/api/show"))
          .extracting(request -> Json.write(request.body()))
          .containsExactly("{\"model\":\"m:latest\"}", "{\"model\":\"m:latest\"}");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "http://127.0.0.1:1, 3, 3",
    "http://localhost:1, ' 8 ', 8",
    "http://[::1]:1/x, 8, 8",
    "http://127.0.0.1:1, 0, 0",
    "http://127.0.0.1:1, '', 0",
    "http://127.0.0.1:1, many, 0",
    "http://127.0.0.1:1, -2, 0",
    "http://127.0.0.1:1, 99999999999, 0",
    "http://127.0.0.1.example.org:1, 8, 0",
    "http://10.0.0.1:1, 8, 0",
  })
  void onlyAServerOnThisMachineIsTakenToHaveOurEnvironment(String url, String here, int slots)
      throws Exception {
    ModelSpec spec = ModelSpec.of("ollama", "m");
    assertThat(new OllamaClient(URI.create(url), spec, Optional.of(here)).slots())
        .isEqualTo(slots == 0 ? OptionalInt.empty() : OptionalInt.of(slots));
    assertThat(new OllamaClient(URI.create(url), spec, Optional.empty()).slots()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "null",
        "5",
        "{\"general.architecture\":\"a\"}",
        "{\"general.architecture\":\"a\",\"b.context_length\":1}",
        "{\"general.architecture\":\"a\",\"a.context_length\":\"many\"}",
        "{\"general.architecture\":\"a\",\"a.context_length\":0}",
        "no JSON",
      })
  void aServerThatDoesNotTellTheWindowRefusesNothing(String told) throws Exception {
    try (OllamaServer server = OllamaServer.playing(OllamaAnswer.of("{}")).showing(told)) {
      ModelSpec spec = ModelSpec.of("ollama", "m").at(server.url());
      assertThat(Models.open(spec).identity().name()).isEqualTo("m:latest");
    }
  }
}
