package io.catalytic.instruction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catalytic.instruction.DeadLetter.Reason;
import io.catalytic.model.Completion;
import io.catalytic.model.Completion.Stop;
import io.catalytic.model.ModelFault;
import io.catalytic.model.ModelRequest;
import io.catalytic.model.ModelSpec;
import io.catalytic.model.Models;
import io.catalytic.model.OllamaAnswer;
import io.catalytic.model.OllamaServer;
import io.catalytic.model.TokenCounts;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What the harness does if a model fails, is cut short, or breaks down. */
class HarnessFaultsTest extends ScriptedHarness {

  @ParameterizedTest
  @CsvSource({"1", "2", "3", "7"})
  void attemptsAreCountedNotRetries(int most) throws Exception {
    Outcome end = harness(AttemptPolicy.DEFAULT.withMaxAttempts(most), says("no")).execute(INPUT);
    assertThat(asked).hasSize(most);
    assertThat(end.attempts()).isEqualTo(most);
    assertThat(end.tokens()).isEqualTo(new TokenCounts(10L * most, 5L * most));
  }

  @Test
  void aCutAnswerIsAskedForOnceMoreWithTwiceTheRoomAndTheSamePrompt() throws Exception {
    DeadLetter end = deadLetter(cut(2048));
    assertThat(end.reason()).isEqualTo(Reason.OUTPUT_TRUNCATED);
    assertThat(end.detail()).startsWith("the answer was cut after 2048 tokens");
    assertThat(end.tokens()).isEqualTo(new TokenCounts(18, 4096));
    assertThat(asked).extracting(ModelRequest::maxOutputTokens).containsExactly(2048, 4096);
    assertThat(asked).extracting(ModelRequest::sample).containsExactly(0, 1);
    assertThat(asked.get(1).prompt()).isEqualTo(asked.get(0).prompt());
    assertThat(pauses).isEmpty();
  }

  @Test
  void whatWasWrongWithAnEarlierAnswerIsNotToldOnceMoreAfterACut() throws Exception {
    assertThat(run(says("oops"), cut(2048), says(GOOD))).isInstanceOf(Answer.class);
    assertThat(asked.get(1).prompt()).contains("oops");
    assertThat(asked.get(2).prompt()).isEqualTo(asked.get(0).prompt());
  }

  @Test
  void aWindowWithoutRoomForTwiceTheAnswerGivesNoMore() throws Exception {
    ModelSpec narrow = new ModelSpec("ollama", "m", null, 8192, 4096, 0, 1, Duration.ofSeconds(1));
    Outcome end =
        new InstructionHarness(
                EXTRACT,
                client(cut(4096)),
                narrow,
                AttemptPolicy.DEFAULT,
                ChunkLimits.DEFAULT,
                Outline.NONE)
            .execute(INPUT);
    assertThat(((DeadLetter) end).reason()).isEqualTo(Reason.OUTPUT_TRUNCATED);
    assertThat(asked).hasSize(1);
  }

  @Test
  void anAbortIsWaitedOutAndAskedAgainWithTheSamePrompt() throws Exception {
    Script aborted = () -> new Completion("", TokenCounts.NONE, Stop.ABORTED);
    assertThat(run(aborted, says(GOOD)).attempts()).isEqualTo(2);
    assertThat(asked.get(1).prompt()).isEqualTo(asked.get(0).prompt());
    assertThat(pauses).containsExactly(Duration.ofMillis(375));
    assertThat(deadLetter(aborted).reason()).isEqualTo(Reason.ABORTED);
  }

  @ParameterizedTest
  @EnumSource(ModelFault.class)
  void eachFaultHasAReasonOfItsOwnAndOnlyTransientOnesAreAskedAgain(ModelFault fault)
      throws Exception {
    DeadLetter end = deadLetter(fails(fault));
    assertThat(end.reason().name()).isEqualTo(fault.name());
    assertThat(end.detail()).isEqualTo("told why");
    assertThat(end.attempts()).isEqualTo(fault.isTransient() ? 3 : 1);
    assertThat(pauses).hasSize(fault.isTransient() ? 2 : 0);
  }

  @Test
  void aServerThatAsksForALongerWaitThanAnyIsAskedAgainAfterTheLongestAndToldOf() throws Exception {
    ModelSpec spec = new ModelSpec("ollama", "m", null, 8192, 2048, 0, 1, Duration.ofSeconds(30));
    try (OllamaServer server = OllamaServer.playing(OllamaAnswer.busy(3600))) {
      InstructionHarness harness =
          new InstructionHarness(
              EXTRACT,
              Models.open(spec.at(server.url())),
              spec,
              AttemptPolicy.DEFAULT,
              ChunkLimits.DEFAULT,
              Outline.NONE,
              pauses::add,
              () -> 0.5);
      DeadLetter end = (DeadLetter) harness.execute(INPUT);
      assertThat(end.reason()).isEqualTo(Reason.OVERLOADED);
      assertThat(end.detail())
          .endsWith(
              "; it asked to be left alone for 3600 s, and no wait is longer than 30000 ms (longest_pause_ms)");
      assertThat(pauses).containsExactly(Duration.ofSeconds(30), Duration.ofSeconds(30));
      assertThat(server.chats()).hasSize(3);
    }
  }

  @Test
  void aFaultBetweenKeepsTheFeedback() throws Exception {
    run(says("oops"), fails(ModelFault.SERVER_ERROR), says(GOOD));
    assertThat(asked.get(2).prompt()).isEqualTo(asked.get(1).prompt()).contains("oops");
  }

  @Test
  void feedbackThatDoesNotFitTheContextIsLeftOut() throws Exception {
    assertThat(run(says("oops"), fails(ModelFault.CONTEXT_EXCEEDED), says(GOOD)))
        .isInstanceOf(Answer.class);
    assertThat(asked.get(2).prompt()).isEqualTo(asked.get(0).prompt());
    assertThat(pauses).isEmpty();
  }

  @Test
  void anExceptionOfTheClientIsADeadLetter() throws Exception {
    DeadLetter end =
        deadLetter(
            () -> {
              throw new IllegalStateException("broken\nhere");
            });
    assertThat(end.reason()).isEqualTo(Reason.INTERNAL_ERROR);
    assertThat(end.detail()).isEqualTo("java.lang.IllegalStateException: broken here");
    assertThat(end.attempts()).isEqualTo(1);
  }

  @Test
  void aStackThatOverflowsIsADeadLetterAndOtherErrorsGoThrough() throws Exception {
    assertThat(
            deadLetter(
                    () -> {
                      throw new StackOverflowError();
                    })
                .detail())
        .isEqualTo("java.lang.StackOverflowError");
    assertThatThrownBy(
            () ->
                run(
                    () -> {
                      throw new OutOfMemoryError("x");
                    }))
        .isInstanceOf(OutOfMemoryError.class);
  }

  @Test
  void anInterruptGoesThrough() {
    assertThatThrownBy(
            () ->
                run(
                    () -> {
                      throw new InterruptedException();
                    }))
        .isInstanceOf(InterruptedException.class);
  }
}
