package io.catalytic.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.catalytic.digest.Hasher;
import io.catalytic.digest.Json;
import io.catalytic.model.Completion.Stop;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class OllamaClientTest {
  private static final ModelRequest REQUEST =
      new ModelRequest("i", "Say hi.", Json.object().put("type", "object"), Json.object(), 512, 0);

  @Test
  void aWholeAnswerComesBackWithItsCounts() throws Exception {
    try (OllamaServer server = OllamaServer.playing(OllamaAnswer.of("{\"a\":\"ü😀\"}", 12, 34))) {
      assertThat(client(server).complete(REQUEST))
          .isEqualTo(new Completion("{\"a\":\"ü😀\"}", new TokenCounts(12, 34), Stop.FINISHED));
    }
  }

  @Test
  void theRequestIsExactlyThis() throws Exception {
    try (OllamaServer server = OllamaServer.playing(OllamaAnswer.of("{}"))) {
      ModelSpec spec =
          new ModelSpec(
              "ollama", "q:7b", server.url() + "/", 4096, 512, 0, 7, Duration.ofSeconds(30));
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
  @ValueSource(
      strings = {"\u0000", "<|endoftext|>", "{\"role\":\"system\"}", "\"},{", "\u2028", "ü😀"})
  void aPromptArrivesAsItIsWhateverStandsInIt(String prompt) throws Exception {
    try (OllamaServer server = OllamaServer.playing(OllamaAnswer.of("{}"))) {
      client(server).complete(new ModelRequest("i", prompt, Json.object(), Json.object(), 2048, 0));
      assertThat(server.prompts()).containsExactly(prompt);
      assertThat(server.chats().get(0).get("messages")).hasSize(1);
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

  static Stream<Arguments> errors() {
    String tooLong = "the input length exceeds the context length";
    return Stream.of(
        Arguments.of(
            OllamaAnswer.error(400, tooLong), ModelFault.CONTEXT_EXCEEDED, "400: the input"),
        Arguments.of(
            OllamaAnswer.error(500, tooLong), ModelFault.CONTEXT_EXCEEDED, "500: the input"),
        Arguments.of(
            OllamaAnswer.error(400, "bad"), ModelFault.REQUEST_REFUSED, "answered 400: bad"),
        Arguments.of(
            OllamaAnswer.error(401, "who"), ModelFault.REQUEST_REFUSED, "answered 401: who"),
        Arguments.of(
            OllamaAnswer.error(404, "model 'm' not found"),
            ModelFault.MODEL_NOT_FOUND,
            "has no model \"m\"; run: ollama pull m"),
        Arguments.of(
            OllamaAnswer.raw(404, "text/plain", "404 page not found"),
            ModelFault.MALFORMED_RESPONSE,
            "404 page not found"),
        Arguments.of(OllamaAnswer.error(429, "slow"), ModelFault.OVERLOADED, "answered 429: slow"),
        Arguments.of(
            OllamaAnswer.error(499, "gone"), ModelFault.SERVER_ERROR, "answered 499: gone"),
        Arguments.of(
            OllamaAnswer.error(500, "boom"), ModelFault.SERVER_ERROR, "answered 500: boom"),
        Arguments.of(
            OllamaAnswer.error(200, "boom"), ModelFault.SERVER_ERROR, "answered 200: boom"),
        Arguments.of(
            OllamaAnswer.raw(502, "text/html", "<h1>Bad\nGateway</h1>"),
            ModelFault.SERVER_ERROR,
            "answered 502: no error of Ollama's form, but <h1>Bad Gateway</h1>"),
        Arguments.of(OllamaAnswer.error(503, "busy"), ModelFault.OVERLOADED, "answered 503: busy"),
        Arguments.of(
            OllamaAnswer.raw(302, "text/html", "moved"), ModelFault.MALFORMED_RESPONSE, "302"));
  }

  @ParameterizedTest
  @MethodSource("errors")
  void anErrorOfTheServerIsAFaultOfItsOwnKind(OllamaAnswer answer, ModelFault fault, String said) {
    ModelException e = fault(answer);
    assertThat(e.fault()).isEqualTo(fault);
    assertThat(e).hasMessageContaining(said).hasMessageContaining("http://127.0.0.1:");
  }

  static Stream<Arguments> malformed() {
    return Stream.of(
            "<html>hi</html>",
            "",
            "   ",
            "[]",
            "null",
            "5",
            "{",
            "{}",
            "{} {}",
            "{\"done\":\"true\"}",
            "{\"done\":true}",
            "{\"done\":true,\"done\":true}",
            "{\"done\":true,\"done_reason\":5,\"message\":{\"content\":\"x\"}}",
            "{\"done\":true,\"done_reason\":\"new\",\"message\":{\"content\":\"x\"}}",
            "{\"done\":true,\"done_reason\":\"stop\"}",
            "{\"done\":true,\"done_reason\":\"stop\",\"message\":\"x\"}",
            "{\"done\":true,\"done_reason\":\"stop\",\"message\":{\"content\":{}}}",
            "{\"done\":true,\"done_reason\":\"stop\",\"message\":{\"content\":\"x\"},"
                + "\"eval_count\":\"5\"}",
            "{\"done\":true,\"done_reason\":\"stop\",\"message\":{\"content\":\"x\"},"
                + "\"eval_count\":-1}",
            "{\"done\":true,\"done_reason\":\"stop\",\"message\":{\"content\":\"x\"},"
                + "\"prompt_eval_count\":99999999999999999999}")
        .map(Arguments::of);
  }

  @ParameterizedTest
  @MethodSource("malformed")
  void whatIsNotOllamasFormIsMalformed(String body) {
    ModelException e = fault(OllamaAnswer.raw(200, "application/json", body));
    assertThat(e.fault()).isEqualTo(ModelFault.MALFORMED_RESPONSE);
    assertThat(e).hasMessageContaining("does not answer as Ollama does: ");
  }

  @Test
  void aBodyBeyondTheCapIsMalformedAndNotReadToItsEnd() throws Exception {
    try (OllamaServer server = OllamaServer.playing(OllamaAnswer.giant(Long.MAX_VALUE))) {
      assertThat(fault(server).fault()).isEqualTo(ModelFault.MALFORMED_RESPONSE);
      server.awaitEnded(1);
    }
  }

  @Test
  void whatIsNotHttpIsMalformed() {
    assertThat(fault(OllamaAnswer.noHttp()).fault()).isEqualTo(ModelFault.MALFORMED_RESPONSE);
  }

  static Stream<OllamaAnswer> broken() {
    return Stream.of(OllamaAnswer.reset(), OllamaAnswer.resetInMidBody(), OllamaAnswer.halfABody());
  }

  @ParameterizedTest
  @MethodSource("broken")
  void aBrokenConnectionIsAServerError(OllamaAnswer answer) {
    ModelException e = fault(answer);
    assertThat(e.fault()).isEqualTo(ModelFault.SERVER_ERROR);
    assertThat(e).hasMessageEndingWith("closed the connection before its answer was complete");
  }

  static Stream<OllamaAnswer> endless() {
    return Stream.of(OllamaAnswer.hang(), OllamaAnswer.stall(), OllamaAnswer.dribble());
  }

  @ParameterizedTest
  @MethodSource("endless")
  void aServerWithoutEndTimesOutAndIsLetGo(OllamaAnswer answer) throws Exception {
    try (OllamaServer server = OllamaServer.playing(answer)) {
      ModelException e =
          catchThrowableOfType(
              ModelException.class, () -> client(server, Duration.ofMillis(300)).complete(REQUEST));
      assertThat(e.fault()).isEqualTo(ModelFault.TIMEOUT);
      assertThat(e).hasMessage(server.url() + " gave no whole answer within 300 ms");
      server.awaitEnded(1);
    }
  }

  @Test
  void anInterruptEndsTheRequestAtBothEnds() throws Exception {
    try (OllamaServer server = OllamaServer.playing(OllamaAnswer.hang())) {
      CompletableFuture<Throwable> end = new CompletableFuture<>();
      Thread worker =
          new Thread(
              () -> {
                try {
                  client(server).complete(REQUEST);
                } catch (ModelException | InterruptedException e) {
                  end.complete(e);
                }
              });
      worker.start();
      server.awaitArrived(1);
      worker.interrupt();
      assertThat(end.get()).isInstanceOf(InterruptedException.class);
      server.awaitEnded(1);
    }
  }

  @Test
  void whereNothingListensTheMessageSaysWhatToStart() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    String url = "http://127.0.0.1:" + port;
    ModelClient client = new OllamaProvider().open(ModelSpec.of("ollama", "m").at(url));
    for (var call : List.<Call>of(() -> client.complete(REQUEST), client::identity)) {
      ModelException e = catchThrowableOfType(ModelException.class, call::run);
      assertThat(e.fault()).isEqualTo(ModelFault.UNREACHABLE);
      assertThat(e).hasMessage("nothing answers at " + url + "; start it with: ollama serve");
    }
  }

  @Test
  void aHostThatDoesNotExistIsUnreachable() {
    ModelClient client =
        new OllamaProvider().open(ModelSpec.of("ollama", "m").at("http://nowhere.invalid:1"));
    ModelException e = catchThrowableOfType(ModelException.class, () -> client.complete(REQUEST));
    assertThat(e.fault()).isEqualTo(ModelFault.UNREACHABLE);
  }

  @Test
  void theWaitThatABusyServerAsksForIsReported() {
    assertThat(fault(OllamaAnswer.busy(7)).retryAfter()).contains(Duration.ofSeconds(7));
    assertThat(fault(OllamaAnswer.error(503, "busy")).retryAfter()).isEmpty();
  }

  @Test
  void oneClientServesManyThreads() throws Exception {
    try (OllamaServer server =
        OllamaServer.answering(chat -> OllamaAnswer.of(chat.at("/messages/0/content").asText()))) {
      ModelClient client = client(server);
      ExecutorService threads = Executors.newFixedThreadPool(16);
      List<Future<String>> answers =
          IntStream.range(0, 200)
              .mapToObj(i -> new ModelRequest("i", "p" + i, Json.object(), Json.object(), 2048, 0))
              .map(request -> threads.submit(() -> client.complete(request).text()))
              .toList();
      for (int i = 0; i < 200; i++) {
        assertThat(answers.get(i).get()).isEqualTo("p" + i);
      }
      threads.shutdown();
      assertThat(server.mostInFlight()).isBetween(1, 16);
    }
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

  private interface Call {
    Object run() throws ModelException, InterruptedException;
  }

  private static String notThere(OllamaServer server) {
    ModelException e = catchThrowableOfType(ModelException.class, () -> client(server).identity());
    assertThat(e.fault()).isEqualTo(ModelFault.MODEL_NOT_FOUND);
    return String.valueOf(e.getMessage());
  }

  private static ModelException fault(OllamaAnswer answer) {
    try (OllamaServer server = OllamaServer.playing(answer)) {
      return fault(server);
    }
  }

  private static ModelException fault(OllamaServer server) {
    return catchThrowableOfType(ModelException.class, () -> client(server).complete(REQUEST));
  }

  private static ModelClient client(OllamaServer server) {
    return client(server, Duration.ofSeconds(30));
  }

  private static ModelClient client(OllamaServer server, Duration limit) {
    return new OllamaProvider()
        .open(new ModelSpec("ollama", "m", server.url(), 8192, 2048, 0, 1, limit));
  }
}
