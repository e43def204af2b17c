package io.catalytic.instruction;

import com.fasterxml.jackson.databind.JsonNode;
import io.catalytic.instruction.DeadLetter.Reason;
import io.catalytic.model.Completion;
import io.catalytic.model.ModelException;
import io.catalytic.model.ModelFault;
import io.catalytic.model.ModelRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The calls for one part of an input, or the whole: what was asked so far and what the next prompt
 * is. One thread only.
 */
final class Attempts {
  private final Asking asking;
  private final Spending spending;
  private final JsonNode input;
  private final GroundText ground;
  private final String first;

  private String prompt;
  private int outputTokens;
  private int count;
  private int answers;

  /** How the calls ended. */
  sealed interface End {}

  /** With an answer. */
  record Answered(JsonNode value, boolean recovered) implements End {}

  /** Without one, for good. */
  record Refused(Reason reason, String detail) implements End {}

  /** Without one, but a smaller part might have one. */
  record TooLarge(Reason reason, String detail) implements End {
    Refused refused() {
      return new Refused(reason, detail);
    }
  }

  /** How one call ended. */
  private sealed interface Step {}

  /** Another call would change nothing. */
  private record Done(End end) implements Step {}

  /** Another call may help; the next prompt is ready. */
  record Failed(Reason reason, String detail, boolean isServerFault, Optional<Duration> retryAfter)
      implements Step {}

  /**
   * Prepares the first call.
   *
   * @param input what is asked about
   * @param prompt says so to a model
   * @param ground what the answer must stand in
   */
  Attempts(Asking asking, Spending spending, JsonNode input, String prompt, GroundText ground) {
    this.asking = asking;
    this.spending = spending;
    this.input = input;
    this.ground = ground;
    this.first = prompt;
    this.prompt = prompt;
    this.outputTokens = asking.window().maxOutputTokens();
  }

  /** Asks until there is an answer, or another call would not help or is not allowed. */
  End run() throws InterruptedException {
    int serverFaults = 0;
    while (true) {
      Step step = next();
      if (step instanceof Done done) {
        return done.end();
      }
      Failed failed = (Failed) step;
      if (count == asking.policy().maxAttempts()) {
        return new Refused(failed.reason(), failed.detail());
      }
      if (failed.isServerFault()) {
        serverFaults++;
        asking.pause(serverFaults, failed);
      }
    }
  }

  private Step next() throws InterruptedException {
    spending.call();
    count++;
    try {
      Completion completion =
          asking
              .client()
              .complete(
                  new ModelRequest(
                      asking.instruction(),
                      prompt,
                      asking.decodingSchema(),
                      input,
                      outputTokens,
                      answers));
      spending.add(completion.tokens());
      if (completion.stop() != Completion.Stop.ABORTED) {
        answers++;
      }
      return switch (completion.stop()) {
        case FINISHED -> judge(completion.text());
        case LENGTH -> truncated(completion.tokens().output());
        case ABORTED ->
            serverFault(Reason.ABORTED, "the server stopped before the answer was complete");
      };
    } catch (ModelException e) {
      return fault(e);
    }
  }

  private Step judge(String text) {
    AnswerCheck.Verdict verdict = asking.check().check(text, ground);
    if (verdict instanceof AnswerCheck.Accepted accepted) {
      return new Done(new Answered(accepted.value(), accepted.recovered()));
    }
    AnswerCheck.Rejected rejected = (AnswerCheck.Rejected) verdict;
    List<String> faults = rejected.faults();
    prompt = Prompt.again(first, text, faults, again -> asking.window().fits(again, outputTokens));
    String detail = "the answer was refused: " + Prompt.sentence(faults);
    return new Failed(rejected.reason(), detail, false, Optional.empty());
  }

  /** The same request would be cut again: it takes more room, or a smaller question. */
  private Step truncated(long tokens) {
    String detail =
        "the answer was cut after "
            + tokens
            + " tokens: give it more (max_output_tokens) or ask about a smaller part";
    long twice = 2L * outputTokens;
    boolean mayBeLonger =
        outputTokens == asking.window().maxOutputTokens()
            && count < asking.policy().maxAttempts()
            && asking.window().fits(first, twice);
    if (!mayBeLonger) {
      return new Done(new TooLarge(Reason.OUTPUT_TRUNCATED, detail));
    }
    outputTokens = Math.toIntExact(Math.min(Integer.MAX_VALUE, twice));
    prompt = first;
    return new Failed(Reason.OUTPUT_TRUNCATED, detail, false, Optional.empty());
  }

  private Step fault(ModelException e) {
    boolean isTooLong = e.fault() == ModelFault.CONTEXT_EXCEEDED;
    boolean isOurFeedbackTooLong = isTooLong && !prompt.equals(first);
    if (isOurFeedbackTooLong) {
      prompt = first;
    }
    Reason reason = Reason.valueOf(e.fault().name());
    String detail = e.getMessage() + asking.policy().refusal(e.retryAfter());
    if (isTooLong && !isOurFeedbackTooLong) {
      return new Done(new TooLarge(reason, detail));
    }
    if (!e.fault().isTransient() && !isOurFeedbackTooLong) {
      return new Done(new Refused(reason, detail));
    }
    return new Failed(reason, detail, !isOurFeedbackTooLong, e.retryAfter());
  }

  private static Failed serverFault(Reason reason, String detail) {
    return new Failed(reason, detail, true, Optional.empty());
  }
}
