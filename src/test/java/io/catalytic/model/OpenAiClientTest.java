package io.catalytic.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.catalytic.digest.Json;
import io.catalytic.model.Completion.Stop;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenAiClientTest extends ModelClientContract {
  private static final String KEY = "sk-Secret/0123456789+abc=";
  private static final ApiKey NO_KEY = ApiKey.of(Optional.empty());

  @Override
  ModelClient client(String url, Duration limit, int mostBytes) {
    return client(
        new ModelSpec("openai", "m", url, 8192, 2048, 0, 1, limit, mostBytes),
        ApiKey.of(Optional.of(KEY)));
  }

  private static ModelClient client(String url, Duration limit, ApiKey key) {
    return client(new ModelSpec("openai", "m", url, 8192, 2048, 0, 1, limit), key);
  }

  private static ModelClient client(ModelSpec spec, ApiKey key) {
    String url = spec.url().orElseThrow();
    return new OpenAiClient(OpenAiAddress.of(Optional.of(url), Optional.empty()), spec, key);
  }

  @Override
  OllamaAnswer whole(String content, int promptTokens, int outputTokens) {
    return OpenAiAnswer.stopped(content, "stop", promptTokens, outputTokens);
  }

  @Override
  OllamaAnswer cut(String content) {
    return OpenAiAnswer.stopped(content, "length", 1, 1);
  }

  @Override
  OllamaAnswer error(int status, String message) {
    return OpenAiAnswer.error(status, message, null);
  }

  @Override
  String howToStart() {
    return "vllm serve m, or whatever serves the model there";
  }

  @Test
  void theRequestIsExactlyThis() throws Exception {
    try (OllamaServer server = OllamaServer.playing(OpenAiAnswer.of("{}"))) {
      client(server).complete(REQUEST);
      assertThat(server.requests()).hasSize(1);
      assertThat(server.requests().get(0).method()).isEqualTo("POST");
      assertThat(server.requests().get(0).path()).isEqualTo("/v1/chat/completions");
      assertThat(server.requests().get(0).authorization()).isEqualTo("Bearer " + KEY);
      assertThat(Json.write(server.chats().get(0)))
          .isEqualTo(
              "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Say hi.\"}],"
                  + "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"i\","
                  + "\"strict\":false,\"schema\":{\"type\":\"object\"}}},"
                  + "\"max_tokens\":512,\"temperature\":0.0,\"seed\":1,\"stream\":false}");
    }
  }

  @Test
  void withoutAKeyThereIsNoHeaderForOne() throws Exception {
    try (OllamaServer server = OllamaServer.playing(OpenAiAnswer.of("{}"))) {
      client(server.url(), PATIENCE, NO_KEY).complete(REQUEST);
      assertThat(server.requests().get(0).authorization()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "true  |"
            + " {'type':'object','properties':{'a':{'type':'string'}},'required':['a'],'additionalProperties':false}",
        "false |"
            + " {'type':'object','properties':{'a':{'type':'string'}},'additionalProperties':false}",
        "false | {'type':'object','properties':{'a':{'type':'string'}},'required':['a']}",
        "false |"
            + " {'type':'object','properties':{'a':{'type':'array','items':{'type':'object'}}},'required':['a'],'additionalProperties':false}",
        "false | {'anyOf':[{'type':'string'},{'type':['object','null']}]}",
        "true  | {'anyOf':[{'type':'string'},{'enum':[{'type':'object'}]}]}",
        "true  |"
            + " {'type':'object','properties':{'type':{'type':'string'}},'required':['type'],'additionalProperties':false}",
        "false | {'properties':{'a':{}}}",
      })
  void aSchemaIsStrictIfAllItsObjectsAreClosedAndWhole(boolean strict, String schema)
      throws Exception {
    assertThat(OpenAiRequest.isStrict(Json.parse(schema.replace('\'', '"')))).isEqualTo(strict);
  }

  @ParameterizedTest
  @CsvSource({"stop,FINISHED", "length,LENGTH", "abort,ABORTED", "error,ABORTED", ",ABORTED"})
  void onlyStopIsAWholeAnswer(String reason, Stop stop) throws Exception {
    try (OllamaServer server = OllamaServer.playing(OpenAiAnswer.stopped("{}", reason, 1, 1))) {
      assertThat(client(server).complete(REQUEST).stop()).isEqualTo(stop);
    }
  }

  @Test
  void whatWouldBeHeldBackAgainIsRefused() {
    ModelException filtered = fault(OpenAiAnswer.stopped(null, "content_filter", 1, 0));
    assertThat(filtered.fault()).isEqualTo(ModelFault.REQUEST_REFUSED);
    assertThat(filtered).hasMessageContaining("content filter");
    ModelException refused = fault(OpenAiAnswer.refusal("I can't\nhelp with " + KEY));
    assertThat(refused.fault()).isEqualTo(ModelFault.REQUEST_REFUSED);
    assertThat(refused)
        .hasMessageContaining("the model refused: I can't help with [OPENAI_API_KEY]");
  }

  @Test
  void countsThatAServerDoesNotGiveAreZero() throws Exception {
    String body = "{\"choices\":[{\"message\":{\"content\":\"x\"},\"finish_reason\":\"stop\"}]}";
    for (String usage :
        new String[] {"", ",\"usage\":null", ",\"usage\":{\"prompt_tokens\":null}"}) {
      String given = body.substring(0, body.length() - 1) + usage + "}";
      try (OllamaServer server =
          OllamaServer.playing(OllamaAnswer.raw(200, "application/json", given))) {
        assertThat(client(server).complete(REQUEST).tokens()).isEqualTo(TokenCounts.NONE);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"choices\":[]}",
        "{\"choices\":{}}",
        "{\"choices\":[5]}",
        "{\"choices\":[{\"message\":{\"content\":\"x\"}}]}",
        "{\"choices\":[{\"message\":{\"content\":\"x\"},\"finish_reason\":\"tool_calls\"}]}",
        "{\"choices\":[{\"message\":{\"content\":null},\"finish_reason\":\"stop\"}]}",
        "{\"choices\":[{\"message\":\"x\",\"finish_reason\":\"stop\"}]}",
        "{\"choices\":[{\"message\":{\"content\":\"x\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":-1}}",
        "{\"choices\":[{\"message\":{\"content\":\"x\"},\"finish_reason\":\"stop\"}],\"usage\":{\"completion_tokens\":\"5\"}}",
      })
  void whatIsNotTheFormOfTheApiIsMalformed(String body) {
    ModelException e = fault(OllamaAnswer.raw(200, "application/json", body));
    assertThat(e.fault()).isEqualTo(ModelFault.MALFORMED_RESPONSE);
    assertThat(e).hasMessageContaining("does not answer as OpenAI's API does: ");
  }

  @Test
  void errorsAreReadInTheFormsThatServersGiveThem() {
    for (String body :
        new String[] {
          "{\"error\":{\"message\":\"too hot\"}}",
          "{\"error\":\"too hot\"}",
          "{\"object\":\"error\",\"message\":\"too hot\",\"code\":400}",
          "{\"detail\":\"too hot\"}"
        }) {
      assertThat(fault(OllamaAnswer.raw(400, "application/json", body)))
          .hasMessageEndingWith("answered 400: too hot");
    }
  }

  @Test
  void someCodesSayMoreThanTheStatus() {
    assertThat(fault(OpenAiAnswer.error(429, "pay", "insufficient_quota")).fault())
        .isEqualTo(ModelFault.REQUEST_REFUSED);
    assertThat(fault(OpenAiAnswer.error(400, "long", "context_length_exceeded")).fault())
        .isEqualTo(ModelFault.CONTEXT_EXCEEDED);
  }

  @Test
  void aServerThatWantsAKeySaysWhereItIsTakenFrom() {
    try (OllamaServer server = OllamaServer.playing(error(401, "no"))) {
      ModelClient without = client(server.url(), PATIENCE, NO_KEY);
      assertThatThrownBy(() -> without.complete(REQUEST))
          .hasMessageEndingWith("answered 401: no; it wants a key: set OPENAI_API_KEY");
      assertThat(fault(server))
          .hasMessageEndingWith("answered 401: no; it does not take the key in OPENAI_API_KEY");
    }
  }

  @Test
  void theKeyStandsInNoMessageWhateverTheServerSendsBack() {
    JsonNode key = Json.object().put("key", KEY);
    for (int status : new int[] {200, 302, 400, 401, 404, 429, 500}) {
      for (String body :
          new String[] {
            KEY,
            KEY.replace("/", "\\/"),
            "x".repeat(190) + KEY,
            Json.write(key),
            "{\"error\":\"" + KEY + "\"}"
          }) {
        ModelException e = fault(OllamaAnswer.raw(status, "application/json", body));
        assertThat(e).hasMessageNotContaining("0123456");
      }
    }
    assertThat(ApiKey.of(Optional.of(KEY))).hasToString("a key");
  }

  @ParameterizedTest
  @ValueSource(strings = {"sk a", "sk\u0000x", "schlüssel", "a\r\nX-Other: b"})
  void aKeyThatCannotBeSentIsRefusedAndNotRepeated(String key) {
    assertThatThrownBy(() -> ApiKey.of(Optional.of(key)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("OPENAI_API_KEY")
        .hasMessageNotContaining(key);
  }

  @Test
  void aKeyMayEndWithTheLineThatItWasReadFrom() {
    assertThat(ApiKey.of(Optional.of("sk-1\n")).isGiven()).isTrue();
    assertThat(ApiKey.of(Optional.of(" ")).isGiven()).isFalse();
  }

  @Test
  void theIdentityIsTheNameAloneAndNamesNoWeights() throws Exception {
    try (OllamaServer server = OllamaServer.playing().models("other", "m")) {
      ModelIdentity identity = client(server).identity();
      assertThat(identity).isEqualTo(new ModelIdentity("openai", "m", null));
      assertThat(identity.weights()).isEmpty();
      assertThat(server.requests().get(0).path()).isEqualTo("/v1/models");
      assertThat(server.requests().get(0).authorization()).isEqualTo("Bearer " + KEY);
    }
  }

  @Test
  void aModelThatIsNotThereNamesThoseThatAre() {
    try (OllamaServer server = OllamaServer.playing().models("b", "a")) {
      ModelException e = catchThrowableOfType(ModelException.class, client(server)::identity);
      assertThat(e.fault()).isEqualTo(ModelFault.MODEL_NOT_FOUND);
      assertThat(e).hasMessage(server.url() + "/v1 has no model \"m\"; it has: a, b");
    }
  }

  @Test
  void aWindowBeyondTheOneThatTheServerTellsIsRefusedWithBothNumbers() throws Exception {
    String list = "{\"data\":[{\"id\":\"m\",\"max_model_len\":4096},{\"id\":\"n\"}]}";
    String props = "{\"default_generation_settings\":{\"n_ctx\":2048},\"total_slots\":4}";
    try (OllamaServer vllm = OllamaServer.playing().list(list);
        OllamaServer llama =
            OllamaServer.playing()
                .models("m")
                .props(OllamaAnswer.raw(200, "application/json", props))) {
      assertThatThrownBy(() -> client(vllm).identity())
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "the model m has a window of 4096 tokens; context_tokens is 8192: make it 4096 or"
                  + " less");
      assertThat(vllm.requests()).hasSize(1);
      assertThatThrownBy(() -> client(llama).identity())
          .hasMessageContaining("m has a window of 2048 tokens");
      ModelSpec narrow = new ModelSpec("openai", "m", llama.url(), 2048, 512, 0, 1, PATIENCE);
      assertThat(client(narrow, NO_KEY).identity().name()).isEqualTo("m");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "0", "-1", "\"4096\"", "4096.5", "{}", "99999999999999999999"})
  void whatIsNoWindowRefusesNothing(String told) throws Exception {
    String list = "{\"data\":[{\"id\":\"m\",\"max_model_len\":" + told + "}]}";
    try (OllamaServer server = OllamaServer.playing().list(list)) {
      assertThat(client(server).identity().name()).isEqualTo("m");
    }
  }

  @Test
  void aServerOfLlamaCppTellsHowMuchItWorksOnAtATime() throws Exception {
    try (OllamaServer server = OllamaServer.playing().totalSlots(12)) {
      assertThat(client(server).slots()).hasValue(12);
      assertThat(client(server.url() + "/v1/", PATIENCE).slots()).hasValue(12);
      assertThat(server.requests()).extracting(OllamaServer.Request::path).containsOnly("/props");
      assertThat(server.requests().get(0).authorization()).isEqualTo("Bearer " + KEY);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "{\"error\":\"no\"}",
        "{\"total_slots\":0}",
        "{\"total_slots\":-1}",
        "{\"total_slots\":1.5}",
        "{\"total_slots\":\"4\"}",
        "{\"total_slots\":null}",
        "{\"total_slots\":99999999999}"
      })
  void whatIsNoCountOfSlotsTellsNothing(String body) throws Exception {
    try (OllamaServer server = OllamaServer.playing()) {
      server.props(OllamaAnswer.raw(200, "application/json", body));
      assertThat(client(server).slots()).isEmpty();
    }
  }

  static Stream<OllamaAnswer> troubled() {
    return Stream.of(
        OllamaAnswer.raw(404, "text/plain", "404 page not found"),
        OpenAiAnswer.error(401, "no", null),
        OpenAiAnswer.error(501, "not with these flags", null),
        OllamaAnswer.busy(3600),
        OllamaAnswer.raw(302, "text/html", "elsewhere"),
        OllamaAnswer.giant(Long.MAX_VALUE),
        OllamaAnswer.reset(),
        OllamaAnswer.halfABody(),
        OllamaAnswer.noHttp());
  }

  @ParameterizedTest
  @MethodSource("troubled")
  void aServerInTroubleTellsNothing(OllamaAnswer answer) throws Exception {
    try (OllamaServer server = OllamaServer.playing().props(answer)) {
      assertThat(client(server).slots()).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("endless")
  void aServerWithoutEndTellsNothingAndIsNotWaitedFor(OllamaAnswer answer) throws Exception {
    try (OllamaServer server = OllamaServer.playing().props(answer)) {
      assertThat(client(server.url(), Duration.ofMillis(300)).slots()).isEmpty();
    }
  }

  @Test
  void howMuchAServerWorksOnIsWaitedForNoLongerThanIsWorthIt() {
    assertThat(Slots.within(ModelSpec.of("openai", "m"))).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void anAddressThatLeadsElsewhereIsDoubted() {
    try (OllamaServer server = OllamaServer.playing()) {
      ModelClient astray = client(server.url() + "/elsewhere", PATIENCE);
      ModelException e = catchThrowableOfType(ModelException.class, astray::identity);
      assertThat(e.fault()).isEqualTo(ModelFault.MALFORMED_RESPONSE);
      assertThat(e).hasMessageContaining("is the address right? It mostly ends in /v1");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "http://h:8000, http://h:8000/v1",
    "http://h:8000/, http://h:8000/v1",
    "HTTPS://h/api/v1//, https://h/api/v1",
    "' http://[::1]:1/v1 ', http://[::1]:1/v1",
  })
  void anAddressWithoutAPathGetsThatOfTheApi(String given, String address) {
    assertThat(OpenAiAddress.of(Optional.of(given), Optional.empty())).hasToString(address);
  }

  @Test
  void theUserComesBeforeTheEnvironmentAndThereIsNoUsualAddress() {
    Optional<String> one = Optional.of("http://a/v1");
    Optional<String> two = Optional.of("http://b/v1");
    assertThat(OpenAiAddress.of(one, two)).isEqualTo(URI.create("http://a/v1"));
    assertThat(OpenAiAddress.of(Optional.empty(), two)).isEqualTo(URI.create("http://b/v1"));
    assertThatThrownBy(() -> OpenAiAddress.of(Optional.empty(), Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("--model-url http://localhost:8000/v1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"h:1", "ftp://h", "http://", "http://a b", "http://h?q", "file:///x"})
  void whatIsNoAddressIsRefused(String given) {
    assertThatThrownBy(() -> OpenAiAddress.of(Optional.of(given), Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("looks like http://localhost:8000/v1; got " + given);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://me:secret@h", "http://me:secret@a b"})
  void aPasswordInAnAddressIsRefusedAndNotRepeated(String given) {
    assertThatThrownBy(() -> OpenAiAddress.of(Optional.of(given), Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("secret");
  }
}
