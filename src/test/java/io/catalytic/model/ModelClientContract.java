package io.catalytic.model;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.catalytic.digest.Json;
import io.catalytic.model.Completion.Stop;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every client over HTTP does, whatever the API: run by a test of each. */
@Timeout(60)
abstract class ModelClientContract {
  static final ModelRequest REQUEST =
      new ModelRequest("i", "Say hi.", Json.object().put("type", "object"), Json.object(), 512, 0);
  static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Returns a client of the model {@code m} at an address. */
  final ModelClient client(String url, Duration limit) {
    return client(url, limit, ModelSpec.MAX_REPLY_BYTES);
  }

  /** As above, with a limit on a reply's bytes. */
  abstract ModelClient client(String url, Duration limit, int mostBytes);

  /** Returns a whole answer in the form of the API. */
  abstract OllamaAnswer whole(String content, int promptTokens, int outputTokens);

  /** Returns an answer that was cut at the limit of tokens. */
  abstract OllamaAnswer cut(String content);

  /** Returns an error in the form of the API. */
  abstract OllamaAnswer error(int status, String message);

  /** Returns how the message goes on that nothing answers. */
  abstract String howToStart();

  @Test
  void aWholeAnswerComesBackWithItsCounts() throws Exception {
    try (OllamaServer server = OllamaServer.playing(whole("{\"a\":\"ü😀\"}", 12, 34))) {
      assertThat(client(server).complete(REQUEST))
          .isEqualTo(new Completion("{\"a\":\"ü😀\"}", new TokenCounts(12, 34), Stop.FINISHED));
    }
  }

  @Test
  void anAnswerAtTheLimitOfTokensIsCut() throws Exception {
    try (OllamaServer server = OllamaServer.playing(cut("{\"a"))) {
      assertThat(client(server).complete(REQUEST).stop()).isEqualTo(Stop.LENGTH);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\u0000", "<|endoftext|>", "{\"role\":\"system\"}", "\"},{", "\u2028", "ü😀"})
  void aPromptArrivesAsItIsWhateverStandsInIt(String prompt) throws Exception {
    try (OllamaServer server = OllamaServer.playing(whole("{}", 1, 1))) {
      client(server).complete(new ModelRequest("i", prompt, Json.object(), Json.object(), 512, 0));
      assertThat(server.prompts()).containsExactly(prompt);
      assertThat(server.chats().get(0).get("messages")).hasSize(1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "400, bad, REQUEST_REFUSED",
    "401, who, REQUEST_REFUSED",
    "403, no, REQUEST_REFUSED",
    "404, model m not found, MODEL_NOT_FOUND",
    "408, slow, OVERLOADED",
    "413, large, REQUEST_REFUSED",
    "422, bad, REQUEST_REFUSED",
    "429, slow, OVERLOADED",
    "500, boom, SERVER_ERROR",
    "502, gateway, SERVER_ERROR",
    "503, busy, OVERLOADED",
    "200, boom, SERVER_ERROR",
    "400, the input exceeds the maximum context length, CONTEXT_EXCEEDED",
    "500, the input length exceeds the context length, CONTEXT_EXCEEDED",
  })
  void anErrorOfTheServerIsAFaultOfItsOwnKind(int status, String message, ModelFault fault) {
    ModelException e = fault(error(status, message));
    assertThat(e.fault()).isEqualTo(fault);
    assertThat(e).hasMessageContaining("http://127.0.0.1:");
    if (fault != ModelFault.MODEL_NOT_FOUND) {
      assertThat(e).hasMessageContaining("answered " + status + ": " + message);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 301, 302, 307, 404})
  void whatIsNoJsonAtAllIsMalformed(int status) throws Exception {
    OllamaAnswer page = OllamaAnswer.raw(status, "text/html", "<h1>A\nPage</h1>");
    try (OllamaServer server = OllamaServer.playing(page)) {
      ModelException e = fault(server);
      assertThat(e.fault()).isEqualTo(ModelFault.MALFORMED_RESPONSE);
      assertThat(e).hasMessageContaining("<h1>A Page</h1>");
      assertThat(server.requests()).as("no redirect is followed").hasSize(1);
    }
  }

  @Test
  void aPageWithAnErrorOfTheServerIsAnErrorOfTheServer() {
    ModelException e = fault(OllamaAnswer.raw(502, "text/html", "<h1>Bad\nGateway</h1>"));
    assertThat(e.fault()).isEqualTo(ModelFault.SERVER_ERROR);
    assertThat(e).hasMessageContaining("form, but <h1>Bad Gateway</h1>");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "   ", "[]", "null", "5", "{", "{}", "{} {}", "{\"a\":1,\"a\":1}"})
  void whatIsNoAnswerIsMalformed(String body) {
    ModelException e = fault(OllamaAnswer.raw(200, "application/json", body));
    assertThat(e.fault()).isEqualTo(ModelFault.MALFORMED_RESPONSE);
    assertThat(e).hasMessageContaining(" does not answer as ");
  }

  @Test
  void aBodyBeyondTheCapIsMalformedAndNotReadToItsEnd() throws Exception {
    try (OllamaServer server = OllamaServer.playing(OllamaAnswer.giant(Long.MAX_VALUE))) {
      assertThat(fault(server).fault()).isEqualTo(ModelFault.MALFORMED_RESPONSE);
      server.awaitEnded(1);
    }
  }

  @Test
  void theCapIsTheSpecs() throws Exception {
    String text = "x".repeat(3000);
    try (OllamaServer server = OllamaServer.playing(whole(text, 1, 1))) {
      assertThat(client(server.url(), PATIENCE, 4096).complete(REQUEST).text()).isEqualTo(text);
      ModelException e =
          catchThrowableOfType(
              ModelException.class, () -> client(server.url(), PATIENCE, 2048).complete(REQUEST));
      assertThat(e.fault()).isEqualTo(ModelFault.MALFORMED_RESPONSE);
      assertThat(e).hasMessageEndingWith(" sent more than 2048 bytes (max_reply_bytes)");
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
      ModelClient hasty = client(server.url(), Duration.ofMillis(300));
      ModelException e = catchThrowableOfType(ModelException.class, () -> hasty.complete(REQUEST));
      assertThat(e.fault()).isEqualTo(ModelFault.TIMEOUT);
      assertThat(e).hasMessageContaining(" gave no whole answer within 300 ms");
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
    ModelClient client = client(url, PATIENCE);
    for (var call : List.<Call>of(() -> client.complete(REQUEST), client::identity)) {
      ModelException e = catchThrowableOfType(ModelException.class, call::run);
      assertThat(e.fault()).isEqualTo(ModelFault.UNREACHABLE);
      assertThat(e).hasMessageStartingWith("nothing answers at " + url);
      assertThat(e).hasMessageEndingWith("; start it with: " + howToStart());
    }
  }

  @Test
  void aHostThatDoesNotExistIsUnreachable() {
    ModelClient client = client("http://nowhere.invalid:1", PATIENCE);
    ModelException e = catchThrowableOfType(ModelException.class, () -> client.complete(REQUEST));
    assertThat(e.fault()).isEqualTo(ModelFault.UNREACHABLE);
  }

  @Test
  void aServerWithoutTlsIsToldApartFromOneThatIsNotThere() throws Exception {
    try (ServerSocket plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CompletableFuture<Void> served = CompletableFuture.runAsync(() -> refuseInPlainText(plain));
      ModelClient client = client("https://127.0.0.1:" + plain.getLocalPort(), PATIENCE);
      ModelException e = catchThrowableOfType(ModelException.class, () -> client.complete(REQUEST));
      assertThat(e.fault()).isEqualTo(ModelFault.UNREACHABLE);
      assertThat(e).hasMessageContaining("no TLS connection can be made to https://127.0.0.1:");
      served.get();
    }
  }

  private static void refuseInPlainText(ServerSocket listener) {
    try (Socket socket = listener.accept()) {
      socket.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(US_ASCII));
      socket.shutdownOutput();
      // To its end: closing a socket with bytes unread would take back what was sent.
      while (socket.getInputStream().read() >= 0) {}
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void theWaitThatABusyServerAsksForIsReported() {
    assertThat(fault(OllamaAnswer.busy(7)).retryAfter()).contains(Duration.ofSeconds(7));
    assertThat(fault(error(503, "busy")).retryAfter()).isEmpty();
  }

  @Test
  void aTimeToWaitForIsTakenFromTheServersOwn() {
    assertThat(
            fault(
                    OllamaAnswer.busy(
                        "Sun, 06 Nov 1994 08:50:07 GMT", "Sunday, 06-Nov-94 08:49:37 GMT"))
                .retryAfter())
        .contains(Duration.ofSeconds(30));
  }

  @Test
  void oneClientServesManyThreads() throws Exception {
    try (OllamaServer server =
        OllamaServer.answering(chat -> whole(chat.at("/messages/0/content").asText(), 1, 1))) {
      ModelClient client = client(server);
      ExecutorService threads = Executors.newFixedThreadPool(16);
      List<Future<String>> answers =
          IntStream.range(0, 200)
              .mapToObj(i -> new ModelRequest("i", "p" + i, Json.object(), Json.object(), 512, 0))
              .map(request -> threads.submit(() -> client.complete(request).text()))
              .toList();
      for (int i = 0; i < 200; i++) {
        assertThat(answers.get(i).get()).isEqualTo("p" + i);
      }
      threads.shutdown();
      assertThat(server.mostInFlight()).isBetween(1, 16);
    }
  }

  /** One call of a client. */
  interface Call {
    Object run() throws ModelException, InterruptedException;
  }

  final ModelException fault(OllamaAnswer answer) {
    try (OllamaServer server = OllamaServer.playing(answer)) {
      return fault(server);
    }
  }

  final ModelException fault(OllamaServer server) {
    return catchThrowableOfType(ModelException.class, () -> client(server).complete(REQUEST));
  }

  final ModelClient client(OllamaServer server) {
    return client(server.url(), PATIENCE);
  }
}
