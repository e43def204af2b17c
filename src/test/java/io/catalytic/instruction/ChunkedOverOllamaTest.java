package io.catalytic.instruction;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.catalytic.digest.Json;
import io.catalytic.extract.EmbeddedOutline;
import io.catalytic.instruction.DeadLetter.Reason;
import io.catalytic.model.ModelClient;
import io.catalytic.model.ModelException;
import io.catalytic.model.ModelRequest;
import io.catalytic.model.ModelSpec;
import io.catalytic.model.Models;
import io.catalytic.model.OllamaAnswer;
import io.catalytic.model.OllamaServer;
import io.catalytic.tokens.TokenCounter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What does not fit a model's window is asked about in parts, over real HTTP.
 *
 * <p>The largest has 500,000 characters; {@code mvn test -Dtest=ChunkedOverOllamaTest
 * -Dtest.jvm.flags=-Dcatalytic.characters=2000000} for 2,000,000.
 */
@Timeout(300)
class ChunkedOverOllamaTest {
  private static final int CHARACTERS = Integer.getInteger("catalytic.characters", 500_000);
  private static final String EMPTY = "{\"functions\":[],\"classes\":[],\"imports\":[]}";
  private static final ModelSpec EMBEDDED = ModelSpec.of("embedded", "");
  private static final ModelClient PARSERS = Models.open(EMBEDDED);

  @AfterAll
  static void close() {
    PARSERS.close();
  }

  /** A server whose model makes no mistake: it parses what it is shown. */
  private static OllamaAnswer truthfully(JsonNode chat) {
    String answer = structure(ShownCode.of(chat));
    int tokens = TokenCounter.count(answer);
    boolean isCut = tokens > chat.at("/options/num_predict").asInt();
    return OllamaAnswer.stopped(answer, isCut ? "length" : "stop", 10, tokens);
  }

  private static String structure(String code) {
    JsonNode input = Json.object().put("code", code).put("language", "python");
    try {
      return PARSERS
          .complete(new ModelRequest("extract_structure", "", Json.object(), input, 1, 0))
          .text();
    } catch (ModelException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aLargeFileThroughAWindowOf8KIsWhatItIsUncut() throws Exception {
    String code = python(CHARACTERS);
    try (OllamaServer server = OllamaServer.answering(ChunkedOverOllamaTest::truthfully)) {
      Outcome end = harness(spec(server, 8192, 2048)).execute(input(code));
      assertThat(end).isInstanceOf(Answer.class);
      Answer answer = (Answer) end;
      Outcome uncut =
          new InstructionHarness(
                  Instructions.named("extract_structure"),
                  PARSERS,
                  EMBEDDED,
                  AttemptPolicy.DEFAULT,
                  ChunkLimits.DEFAULT,
                  Outline.NONE)
              .execute(input(code));
      JsonNode expected = ((Answer) uncut).value();
      assertThat(expected.get("functions").size()).isGreaterThan(CHARACTERS / 1000);
      for (String list : List.of("functions", "classes", "imports")) {
        assertThat(places(answer.value(), list)).isEqualTo(places(expected, list));
      }
      assertThat(answer.chunks())
          .isGreaterThan(CHARACTERS / 20_000)
          .isEqualTo(server.chats().size());
      assertThat(answer.attempts()).isEqualTo(answer.chunks());
      assertThat(server.chats().stream().map(ShownCode::of).collect(Collectors.joining()))
          .isEqualTo(code);
      for (JsonNode chat : server.chats()) {
        int prompt = TokenCounter.count(chat.at("/messages/0/content").asText());
        assertThat(prompt * 1.2 + chat.at("/options/num_predict").asInt())
            .isLessThanOrEqualTo(chat.at("/options/num_ctx").asInt());
      }
    }
  }

  private static List<String> places(JsonNode structure, String list) {
    return StreamSupport.stream(structure.path(list).spliterator(), false)
        .map(item -> item.path("name").asText() + ":" + item.path("line").asInt())
        .toList();
  }

  /** Functions, classes with methods, and one class that alone is longer than the window. */
  private static String python(int size) {
    Random random = new Random(5);
    StringBuilder code = new StringBuilder("import os\nimport sys\nimport os.path\n\n");
    for (int i = 0; code.length() < size; i++) {
      boolean isLong = i == 100;
      int methods = isLong ? 100 : random.nextInt(6);
      if (methods > 0) {
        code.append("@decorated(" + i + ")\nclass Class" + i + ":\n");
        for (int j = 0; j < methods; j++) {
          code.append("    # Does it.\n    def method_" + j + "(self, x):\n");
          code.append(
              "        x = (x + 31) % 7  # mixes it\n".repeat(12)
                  + "        return self.run(x, "
                  + random.nextInt()
                  + ")\n\n");
        }
      } else {
        code.append("def function_" + i + "(a, *, b=1):\n");
        code.append("    a += function_").append(i).append("(b)\n");
        code.append("    print(a, b)  # shows it\n".repeat(5 + random.nextInt(40)));
      }
    }
    return code.toString();
  }

  @Test
  void aPartSaysWhatItIsAPartOf() throws Exception {
    try (OllamaServer server = OllamaServer.playing(OllamaAnswer.of(EMPTY))) {
      String code = "x = 1\n".repeat(5000);
      Answer answer = (Answer) harness(spec(server, 8192, 2048)).execute(input(code));
      String first = server.prompts().get(0);
      int lines = ShownCode.of(server.chats().get(0)).split("\n", -1).length - 1;
      assertThat(first)
          .contains(
              "\n```\n\nThe code above is a part of a longer one: lines 1 to "
                  + lines
                  + " of 5000. Answer for this part alone, and count its own lines from 1."
                  + "\n\nConstraints:\n");
      assertThat(server.prompts().get(1)).contains("one: lines " + (lines + 1) + " to ");
      assertThat(answer.chunks()).isEqualTo(server.chats().size());
      assertThat(answer.recovered()).isFalse();
    }
  }

  @Test
  void aPartThatHasNoAnswerIsTheWholesDeadLetterWithItsLines() throws Exception {
    String code = "x = 1\n".repeat(2500) + "y = ghost\n" + "x = 1\n".repeat(2500);
    OllamaAnswer invented =
        OllamaAnswer.of(EMPTY.replace("\"imports\":[", "\"imports\":[{\"name\":\"nowhere\"}"));
    try (OllamaServer server =
        OllamaServer.answering(
            chat -> ShownCode.of(chat).contains("ghost") ? invented : OllamaAnswer.of(EMPTY))) {
      DeadLetter end = (DeadLetter) harness(spec(server, 8192, 2048)).execute(input(code));
      assertThat(end.reason()).isEqualTo(Reason.UNGROUNDED);
      assertThat(end.detail())
          .matches(
              "lines (\\d+)-(\\d+): the answer was refused: /imports/0/name: must stand in the"
                  + " code, letter for letter; this does not: \"nowhere\"");
      int asked = server.chats().size();
      assertThat(end.attempts()).as("calls of all parts").isEqualTo(asked);
      String last = server.prompts().get(asked - 1);
      assertThat(last)
          .as("the feedback reaches a part that fills the window")
          .contains("What was wrong:\n- /imports/0/name: must stand in the code");
      assertThat(ShownCode.of(server.chats().get(asked - 3)))
          .isEqualTo(ShownCode.of(server.chats().get(asked - 1)));
    }
  }

  @Test
  void anAnswerThatIsStillTooLongIsAskedForInHalves() throws Exception {
    String code =
        IntStream.range(0, 40)
            .mapToObj(i -> "def f" + i + "(): pass\n")
            .collect(Collectors.joining());
    OllamaAnswer cut = OllamaAnswer.stopped("{", "length", 10, 256);
    Function<JsonNode, OllamaAnswer> model =
        chat -> ShownCode.of(chat).lines().count() > 10 ? cut : truthfully(chat);
    try (OllamaServer server = OllamaServer.answering(model)) {
      Answer answer = (Answer) harness(spec(server, 8192, 1024)).execute(input(code));
      assertThat(places(answer.value(), "functions"))
          .isEqualTo(places(Json.parse(structure(code)), "functions"));
      assertThat(answer.chunks()).isEqualTo(4);
      assertThat(answer.attempts()).as("twice 40, 20, 20 lines, once 10").isEqualTo(2 + 4 + 4);
      assertThat(server.chats())
          .extracting(chat -> chat.at("/options/num_predict").asInt())
          .startsWith(1024, 2048, 1024, 2048, 1024, 1024);
    }
  }

  @Test
  void aServerThatCountsMoreTokensIsAskedAboutLess() throws Exception {
    String code = "x = 1\n".repeat(64);
    OllamaAnswer tooLong = OllamaAnswer.error(400, "the input length exceeds the context length");
    try (OllamaServer server =
        OllamaServer.answering(
            chat -> ShownCode.of(chat).length() > 200 ? tooLong : OllamaAnswer.of(EMPTY))) {
      Answer answer = (Answer) harness(spec(server, 8192, 2048)).execute(input(code));
      assertThat(answer.chunks()).isEqualTo(2);
      assertThat(answer.attempts()).isEqualTo(3);
    }
  }

  @Test
  void whatIsAlwaysTooLongEndsAfterFewCalls() throws Exception {
    try (OllamaServer server =
        OllamaServer.playing(OllamaAnswer.error(400, "the input length exceeds the context"))) {
      DeadLetter end =
          (DeadLetter) harness(spec(server, 8192, 2048)).execute(input("x = 1\n".repeat(400)));
      assertThat(end.reason()).isEqualTo(Reason.CONTEXT_EXCEEDED);
      assertThat(end.attempts()).isEqualTo(1 + ChunkLimits.DEFAULT.maxSplits());
      assertThat(end.detail()).startsWith("lines 1-");
      for (int splits : new int[] {0, 1, 3}) {
        ChunkLimits limits = new ChunkLimits(1.2, 400, splits, 6);
        Outcome sooner =
            harness("extract_structure", spec(server, 8192, 2048), limits)
                .execute(input("x = 1\n".repeat(400)));
        assertThat(sooner.attempts()).isEqualTo(1 + splits);
      }
    }
  }

  @Test
  void aLargerMarginAndMoreRoomForFeedbackMakeMoreAndSmallerParts() throws Exception {
    try (OllamaServer server = OllamaServer.playing(OllamaAnswer.of(EMPTY))) {
      long usual = parts(server, ChunkLimits.DEFAULT);
      assertThat(parts(server, new ChunkLimits(1.0, 400, 6, 6))).isLessThan(usual);
      assertThat(parts(server, new ChunkLimits(2.0, 400, 6, 6))).isGreaterThan(usual);
      assertThat(parts(server, new ChunkLimits(1.2, 0, 6, 6))).isLessThan(usual);
      assertThat(parts(server, new ChunkLimits(1.2, 1000, 6, 6))).isGreaterThan(usual);
    }
  }

  private static long parts(OllamaServer server, ChunkLimits limits) throws Exception {
    InstructionHarness harness = harness("extract_structure", spec(server, 8192, 2048), limits);
    return ((Answer) harness.execute(input("value = 12345\n".repeat(20_000)))).chunks();
  }

  @Test
  void aLineThatIsLongerThanTheWindowIsNamedAndNothingIsAsked() throws Exception {
    try (OllamaServer server = OllamaServer.playing(OllamaAnswer.of(EMPTY))) {
      DeadLetter end =
          (DeadLetter)
              harness(spec(server, 8192, 2048))
                  .execute(input("a\nb\n" + "x = 1; ".repeat(100_000) + "\nc"));
      assertThat(end.reason()).isEqualTo(Reason.CONTEXT_EXCEEDED);
      assertThat(end.detail())
          .startsWith("line 3 of the code is taken to have ")
          .contains("a window of 8192 (context_tokens) has room for ")
          .endsWith("nothing is cut within a line");
      assertThat(end.attempts()).isZero();
      assertThat(server.chats()).isEmpty();
    }
  }

  @Test
  void anInstructionWithoutARuleIsNeverCut() throws Exception {
    try (OllamaServer server = OllamaServer.playing(OllamaAnswer.of("{\"result\":1}"))) {
      JsonNode input = Json.object().put("data", "x = 1\n".repeat(5000)).put("target", "JSON");
      DeadLetter end =
          (DeadLetter) harness("transform_data", spec(server, 8192, 2048)).execute(input);
      assertThat(end.reason()).isEqualTo(Reason.CONTEXT_EXCEEDED);
      assertThat(end.detail())
          .contains(
              "more than the window of 8192 (context_tokens), and transform_data has no rule");
      assertThat(server.chats()).isEmpty();
    }
  }

  @Test
  void whatTheJoinedAnswersDoNotFitIsSaidAndNothingIsCut() throws Exception {
    String bounded =
        Files.readString(Path.of("schemas/instructions/extract_structure.json"))
            .replaceFirst("\"type\": \"array\",", "\"type\": \"array\", \"maxItems\": 1,");
    OllamaAnswer one =
        OllamaAnswer.of(
            EMPTY.replace("\"functions\":[", "\"functions\":[{\"name\":\"x\",\"line\":1}"));
    try (OllamaServer server = OllamaServer.playing(one)) {
      ModelSpec spec = spec(server, 8192, 2048);
      DeadLetter end =
          (DeadLetter)
              new InstructionHarness(
                      Instructions.parse("x", bounded),
                      Models.open(spec),
                      spec,
                      AttemptPolicy.DEFAULT,
                      ChunkLimits.DEFAULT,
                      Outline.NONE)
                  .execute(input("x = 1\n".repeat(5000)));
      assertThat(end.reason()).isEqualTo(Reason.SCHEMA_VIOLATION);
      assertThat(end.detail())
          .matches("the answers to \\d+ parts, joined, do not fit: /functions: .*");
    }
  }

  @Test
  void summariesAreSummarizedUntilOneIsLeft() throws Exception {
    String text =
        IntStream.range(0, 4000)
            .mapToObj(i -> "Sentence number " + i + " says something.\n" + (i % 9 == 0 ? "\n" : ""))
            .collect(Collectors.joining());
    Function<JsonNode, OllamaAnswer> model =
        chat -> {
          String prompt = chat.at("/messages/0/content").asText();
          String section = prompt.substring(prompt.indexOf("```\n") + 4);
          String word =
              section.matches("(?s).*number 1234\\b.*") ? "number 1234" : "says something";
          return OllamaAnswer.of(
              "Summary: {\"summary\":\"It %s. %s\",\"key_points\":[\"a\"],\"names\":[\"%s\"]}"
                  .formatted(word, "So it goes. ".repeat(20), word));
        };
    try (OllamaServer server = OllamaServer.answering(model)) {
      Outcome end =
          harness("summarize_section", spec(server, 2048, 512))
              .execute(Json.object().put("text", text));
      assertThat(end).isInstanceOf(Answer.class);
      Answer answer = (Answer) end;
      assertThat(answer.value().at("/names/0").asText()).isEqualTo("number 1234");
      assertThat(answer.recovered()).isTrue();
      int calls = server.chats().size();
      assertThat(answer.attempts()).isEqualTo(calls);
      assertThat(answer.chunks()).isGreaterThan(20).isLessThan(calls - 2);
      assertThat(server.prompts().get(answer.chunks()))
          .as("the second level reads what the first said")
          .contains("```\nLines 1 to ")
          .contains("\nsummary: It says something. So it goes.")
          .contains("\nkey_points:\n- a\nnames:\n- says something\n\n");
      ChunkLimits once = new ChunkLimits(1.2, 400, 6, 1);
      DeadLetter sooner =
          (DeadLetter)
              harness("summarize_section", spec(server, 2048, 512), once)
                  .execute(Json.object().put("text", text));
      assertThat(sooner.detail())
          .endsWith(
              "still do not fit the window after they were summarized 1 times (max_summaries)");
    }
  }

  @Test
  void summariesThatDoNotGetShorterEndAsADeadLetter() throws Exception {
    String long1 = "word ".repeat(390).strip();
    OllamaAnswer wordy =
        OllamaAnswer.of(
            "{\"summary\":\"" + long1 + "\",\"key_points\":[\"" + "k ".repeat(300) + "\"]}");
    try (OllamaServer server = OllamaServer.playing(wordy)) {
      DeadLetter end =
          (DeadLetter)
              harness("summarize_section", spec(server, 2048, 512))
                  .execute(Json.object().put("text", "It is so.\n".repeat(1000)));
      assertThat(end.reason()).isEqualTo(Reason.CONTEXT_EXCEEDED);
      assertThat(end.detail())
          .matches("the answers to its parts do not get shorter: \\d+ characters about \\d+");
    }
  }

  private static InstructionHarness harness(ModelSpec spec) {
    return harness("extract_structure", spec);
  }

  private static InstructionHarness harness(String id, ModelSpec spec) {
    return harness(id, spec, ChunkLimits.DEFAULT);
  }

  private static InstructionHarness harness(String id, ModelSpec spec, ChunkLimits limits) {
    return new InstructionHarness(
        Instructions.named(id),
        Models.open(spec),
        spec,
        AttemptPolicy.DEFAULT,
        limits,
        new EmbeddedOutline(PARSERS),
        wait -> {},
        () -> 0.5);
  }

  private static ModelSpec spec(OllamaServer server, int context, int output) {
    return new ModelSpec(
        "ollama", "m", server.url(), context, output, 0, 1, Duration.ofSeconds(60));
  }

  private static JsonNode input(String code) {
    return Json.object().put("code", code).put("language", "python");
  }
}
