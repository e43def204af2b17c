package io.catalytic.instruction;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.catalytic.digest.Json;
import io.catalytic.instruction.DeadLetter.Reason;
import io.catalytic.model.ModelClient;
import io.catalytic.model.ModelSpec;
import io.catalytic.model.Models;
import io.catalytic.model.OllamaAnswer;
import io.catalytic.model.OllamaServer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way in which a server can behave ends as an outcome, over real HTTP. */
@Timeout(60)
class HarnessOverOllamaTest {
  /** Limit of one call where it plays no part. */
  private static final Duration AMPLE = Duration.ofSeconds(30);

  /** Limit of one call that nobody answers. */
  private static final Duration SHORT = Duration.ofMillis(200);

  private static final String GOOD = "{\"functions\":[],\"classes\":[],\"imports\":[]}";

  private static final String INVENTED =
      "{\"functions\":[{\"name\":\"x\",\"line\":1},{\"name\":\"ghost\",\"line\":1}],"
          + "\"classes\":[],\"imports\":[]}";

  static Stream<Arguments> answers() {
    OllamaAnswer good = OllamaAnswer.of(GOOD);
    return Stream.of(
        Arguments.of(1, List.of(good)),
        Arguments.of(2, List.of(OllamaAnswer.of("not JSON"), good)),
        Arguments.of(2, List.of(OllamaAnswer.of("{\"functions\":5}"), good)),
        Arguments.of(2, List.of(OllamaAnswer.aborted(), good)),
        Arguments.of(2, List.of(OllamaAnswer.stopped("", "unload", 0, 0), good)),
        Arguments.of(2, List.of(OllamaAnswer.error(500, "boom"), good)),
        Arguments.of(2, List.of(OllamaAnswer.busy(1), good)),
        Arguments.of(2, List.of(OllamaAnswer.raw(200, "text/html", "<html>"), good)),
        Arguments.of(2, List.of(OllamaAnswer.reset(), good)),
        Arguments.of(2, List.of(OllamaAnswer.resetInMidBody(), good)),
        Arguments.of(2, List.of(OllamaAnswer.halfABody(), good)),
        Arguments.of(3, List.of(OllamaAnswer.error(500, "boom"), OllamaAnswer.of("no"), good)));
  }

  @ParameterizedTest
  @MethodSource("answers")
  void whatPassesEndsAsAnAnswer(int attempts, List<OllamaAnswer> script) throws Exception {
    Outcome end = run(AMPLE, script.toArray(OllamaAnswer[]::new));
    assertThat(end).isInstanceOf(Answer.class);
    assertThat(end.attempts()).isEqualTo(attempts);
  }

  static Stream<Arguments> deadLetters() {
    return Stream.of(
        Arguments.of(Reason.NOT_JSON, 3, OllamaAnswer.of("not JSON")),
        Arguments.of(Reason.NOT_JSON, 3, OllamaAnswer.of("")),
        Arguments.of(Reason.SCHEMA_VIOLATION, 3, OllamaAnswer.of("{}")),
        Arguments.of(Reason.UNGROUNDED, 3, OllamaAnswer.of(INVENTED)),
        Arguments.of(Reason.OUTPUT_TRUNCATED, 2, OllamaAnswer.stopped("{", "length", 1, 9)),
        Arguments.of(Reason.ABORTED, 3, OllamaAnswer.aborted()),
        Arguments.of(Reason.TIMEOUT, 3, OllamaAnswer.hang()),
        Arguments.of(Reason.TIMEOUT, 3, OllamaAnswer.stall()),
        Arguments.of(Reason.TIMEOUT, 3, OllamaAnswer.dribble()),
        Arguments.of(Reason.OVERLOADED, 3, OllamaAnswer.busy(1)),
        Arguments.of(Reason.SERVER_ERROR, 3, OllamaAnswer.error(500, "boom")),
        Arguments.of(Reason.SERVER_ERROR, 3, OllamaAnswer.error(499, "gone")),
        Arguments.of(Reason.SERVER_ERROR, 3, OllamaAnswer.reset()),
        Arguments.of(Reason.SERVER_ERROR, 3, OllamaAnswer.resetInMidBody()),
        Arguments.of(Reason.MALFORMED_RESPONSE, 3, OllamaAnswer.raw(200, "text/html", "<html>")),
        Arguments.of(Reason.MALFORMED_RESPONSE, 3, OllamaAnswer.raw(200, "application/json", "")),
        Arguments.of(Reason.MALFORMED_RESPONSE, 3, OllamaAnswer.giant(20L << 20)),
        Arguments.of(Reason.MALFORMED_RESPONSE, 3, OllamaAnswer.noHttp()),
        Arguments.of(Reason.MODEL_NOT_FOUND, 1, OllamaAnswer.error(404, "model 'm' not found")),
        Arguments.of(
            Reason.CONTEXT_EXCEEDED,
            1,
            OllamaAnswer.error(400, "the input length exceeds the context length")),
        Arguments.of(Reason.REQUEST_REFUSED, 1, OllamaAnswer.error(400, "invalid option")));
  }

  @ParameterizedTest
  @MethodSource("deadLetters")
  void whatDoesNotPassEndsAsADeadLetterWithAReasonOfItsOwn(
      Reason reason, int attempts, OllamaAnswer answer) throws Exception {
    DeadLetter end = (DeadLetter) run(reason == Reason.TIMEOUT ? SHORT : AMPLE, answer);
    assertThat(end.reason()).isEqualTo(reason);
    assertThat(end.attempts()).isEqualTo(attempts);
    assertThat(end.detail()).isNotBlank().doesNotContainPattern("\\p{Cntrl}");
  }

  @Test
  void aFunctionThatIsInventedIsNamedToTheModelWhichThenLeavesItOut() throws Exception {
    String mended = GOOD.replace("\"functions\":[", "\"functions\":[{\"name\":\"x\",\"line\":7}");
    try (OllamaServer server =
        OllamaServer.playing(OllamaAnswer.of(INVENTED), OllamaAnswer.of(mended))) {
      Answer answer = (Answer) harness(server, AMPLE).execute(input("x = 1"));
      assertThat(server.prompts().get(1))
          .startsWith(server.prompts().get(0))
          .contains(INVENTED)
          .contains("\n- /functions/1/name: must stand in the code, letter for letter;")
          .contains(" this does not: \"ghost\"\n")
          .doesNotContain("/functions/0/name");
      assertThat(answer.attempts()).isEqualTo(2);
      assertThat(answer.value().at("/functions/0/line").asInt()).as("computed").isEqualTo(1);
    }
  }

  @Test
  void aTimeoutIsAnAttemptLikeAnyOther() throws Exception {
    Outcome end = run(Duration.ofSeconds(3), OllamaAnswer.hang(), OllamaAnswer.of(GOOD));
    assertThat(end).isInstanceOf(Answer.class);
    assertThat(end.attempts()).isEqualTo(2);
  }

  @Test
  void whereNothingListensTheEndIsUnreachable() throws Exception {
    OllamaServer server = OllamaServer.playing();
    server.close();
    DeadLetter end = (DeadLetter) harness(server, AMPLE).execute(input("x"));
    assertThat(end.reason()).isEqualTo(Reason.UNREACHABLE);
    assertThat(end.detail())
        .isEqualTo("nothing answers at " + server.url() + "; start it with: ollama serve");
  }

  @Test
  void tokensOfAllAttemptsAddUp() throws Exception {
    Outcome end = run(AMPLE, OllamaAnswer.of("no", 100, 20), OllamaAnswer.of(GOOD, 130, 30));
    assertThat(end.tokens().prompt()).isEqualTo(230);
    assertThat(end.tokens().output()).isEqualTo(50);
  }

  @Test
  void oneHarnessServesManyThreadsWithoutMixingTheirPrompts() throws Exception {
    try (OllamaServer server =
        OllamaServer.answering(
            chat -> {
              String prompt = chat.at("/messages/0/content").asText();
              String name = prompt.replaceAll("(?s).*Code:\n```\n(f[0-9]+)\n.*", "$1");
              boolean isSecond = prompt.contains("Your last answer was not accepted");
              String function = "{\"name\":\"" + name + "\",\"line\":" + (isSecond ? 1 : 0) + "}";
              return OllamaAnswer.of(GOOD.replace("\"functions\":[", "\"functions\":[" + function));
            })) {
      InstructionHarness harness = harness(server, AMPLE);
      ExecutorService threads = Executors.newFixedThreadPool(8);
      List<Future<Outcome>> ends =
          IntStream.range(0, 100)
              .mapToObj(i -> threads.submit(() -> harness.execute(input("f" + i))))
              .toList();
      for (int i = 0; i < ends.size(); i++) {
        Answer answer = (Answer) ends.get(i).get();
        assertThat(answer.value().at("/functions/0/name").asText()).isEqualTo("f" + i);
        assertThat(answer.attempts()).isEqualTo(2);
      }
      threads.shutdown();
      assertThat(server.chats()).hasSize(200);
    }
  }

  private static Outcome run(Duration limit, OllamaAnswer... script) throws InterruptedException {
    try (OllamaServer server = OllamaServer.playing(script)) {
      return harness(server, limit).execute(input("x = 1"));
    }
  }

  private static InstructionHarness harness(OllamaServer server, Duration limit) {
    ModelSpec spec = new ModelSpec("ollama", "m", server.url(), 8192, 2048, 0, 1, limit);
    ModelClient client = Models.open(spec);
    return new InstructionHarness(
        Instructions.named("extract_structure"),
        client,
        spec,
        AttemptPolicy.DEFAULT,
        ChunkLimits.DEFAULT,
        Outline.NONE,
        wait -> {},
        () -> 0.5);
  }

  private static JsonNode input(String code) {
    return Json.object().put("code", code);
  }
}
