package io.catalytic.instruction;

import com.fasterxml.jackson.databind.JsonNode;
import io.catalytic.instruction.DeadLetter.Reason;
import io.catalytic.model.Completion;
import io.catalytic.model.ModelClient;
import io.catalytic.model.ModelException;
import io.catalytic.model.ModelFault;
import io.catalytic.model.ModelRequest;
import io.catalytic.model.TokenCounts;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The calls for one input: what was asked so far and what the next prompt is. One thread only. */
final class Attempts {
  private final ModelClient client;
  private final AnswerCheck check;
  private final String instruction;
  private final JsonNode decodingSchema;
  private final JsonNode input;
  private final int maxOutputTokens;

  private String first = "";
  private String prompt = "";
  private int count;
  private TokenCounts tokens = TokenCounts.NONE;

  /** How one call ended. */
  sealed interface Step {}

  /** Another call would change nothing. */
  record Done(Outcome outcome) implements Step {}

  /** Another call may help; the next prompt is ready. */
  record Failed(Reason reason, String detail, boolean isServerFault, Optional<Duration> retryAfter)
      implements Step {}

  Attempts(
      ModelClient client,
      AnswerCheck check,
      String instruction,
      JsonNode decodingSchema,
      JsonNode input,
      int maxOutputTokens) {
    this.maxOutputTokens = maxOutputTokens;
    this.client = client;
    this.check = check;
    this.instruction = instruction;
    this.decodingSchema = decodingSchema;
    this.input = input;
  }

  /** Sets the prompt of the first call. */
  void begin(String firstPrompt) {
    first = firstPrompt;
    prompt = firstPrompt;
  }

  /** Returns how many calls were made. */
  int count() {
    return count;
  }

  /** Makes one call. */
  Step next() throws InterruptedException {
    count++;
    try {
      Completion completion =
          client.complete(
              new ModelRequest(
                  instruction, prompt, decodingSchema, input, maxOutputTokens, count - 1));
      tokens = tokens.plus(completion.tokens());
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

  DeadLetter deadLetter(Reason reason, String detail) {
    return new DeadLetter(reason, detail, count, tokens);
  }

  private Step judge(String text) {
    AnswerCheck.Verdict verdict = check.check(text);
    if (verdict instanceof AnswerCheck.Accepted accepted) {
      return new Done(new Answer(accepted.value(), count, tokens, 1, false));
    }
    AnswerCheck.Rejected rejected = (AnswerCheck.Rejected) verdict;
    List<String> faults = rejected.faults();
    prompt = Prompt.again(first, text, faults);
    String detail = "the answer was refused: " + InstructionHarness.sentence(faults);
    return new Failed(rejected.reason(), detail, false, Optional.empty());
  }

  /** The same prompt would be cut again, and one with feedback is longer still. */
  private Step truncated(long outputTokens) {
    String detail =
        "the answer was cut after "
            + outputTokens
            + " tokens: give it more (max_output_tokens) or ask about a smaller part";
    return new Done(deadLetter(Reason.OUTPUT_TRUNCATED, detail));
  }

  private Step fault(ModelException e) {
    boolean isOurFeedbackTooLong =
        e.fault() == ModelFault.CONTEXT_EXCEEDED && !prompt.equals(first);
    if (isOurFeedbackTooLong) {
      prompt = first;
    }
    Reason reason = Reason.valueOf(e.fault().name());
    String detail = String.valueOf(e.getMessage());
    if (!e.fault().isTransient() && !isOurFeedbackTooLong) {
      return new Done(deadLetter(reason, detail));
    }
    return new Failed(reason, detail, !isOurFeedbackTooLong, e.retryAfter());
  }

  private static Failed serverFault(Reason reason, String detail) {
    return new Failed(reason, detail, true, Optional.empty());
  }
}
