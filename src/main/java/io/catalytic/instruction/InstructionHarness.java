package io.catalytic.instruction;

import com.fasterxml.jackson.databind.JsonNode;
import io.catalytic.digest.Excerpt;
import io.catalytic.model.ModelClient;
import io.catalytic.model.ModelSpec;
import io.catalytic.schema.JsonSchema;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;

/**
 * Runs one instruction on one input after another. Thread-safe and made to be used again: schemas
 * are compiled once. Not Serializable; a worker makes its own.
 *
 * <p>In order: the input is checked; the model is asked; its answer must be JSON, then fit the
 * output schema. A bad answer goes back to the model with what was wrong and where; a fault of the
 * server is waited out; what cannot get better ends at once. However it goes, the end is an {@link
 * Outcome}, so that one bad input never takes others with it.
 */
public final class InstructionHarness {
  private final ModelClient client;
  private final ModelSpec spec;
  private final AttemptPolicy policy;
  private final Pauser pauser;
  private final DoubleSupplier draw;
  private final String instruction;
  private final JsonSchema inputSchema;
  private final JsonNode decodingSchema;
  private final Prompt prompt;
  private final AnswerCheck check;

  /** Waits. */
  @FunctionalInterface
  interface Pauser {
    void pause(Duration wait) throws InterruptedException;
  }

  /**
   * Prepares an instruction for a model. The client stays the caller's to close.
   *
   * @param client asks the model of {@code spec}
   * @param spec says how large the model's window is
   * @param outline where a text that is too long for it is cut
   */
  public InstructionHarness(
      Instruction instruction,
      ModelClient client,
      ModelSpec spec,
      AttemptPolicy policy,
      Outline outline) {
    this(
        instruction,
        client,
        spec,
        policy,
        outline,
        wait -> TimeUnit.NANOSECONDS.sleep(wait.toNanos()),
        () -> ThreadLocalRandom.current().nextDouble());
  }

  /** As above, waiting and drawing (from 0 to 1) as told. */
  InstructionHarness(
      Instruction instruction,
      ModelClient client,
      ModelSpec spec,
      AttemptPolicy policy,
      Outline outline,
      Pauser pauser,
      DoubleSupplier draw) {
    this.client = client;
    this.spec = spec;
    this.policy = policy;
    this.pauser = pauser;
    this.draw = draw;
    this.instruction = instruction.id();
    inputSchema = JsonSchema.of(instruction.inputSchema());
    decodingSchema = DecodingSchema.of(instruction.outputSchema());
    prompt = new Prompt(instruction);
    check = new AnswerCheck(JsonSchema.of(instruction.outputSchema()));
  }

  /**
   * Returns how the instruction ended on this input.
   *
   * <p>A {@link RuntimeException}, the client's or our own, becomes {@link
   * DeadLetter.Reason#INTERNAL_ERROR}, and so does a stack that overflows, since both come from
   * this one input. Other errors are the process's trouble and go through.
   *
   * @throws InterruptedException if this thread is interrupted; nothing is left running
   */
  public Outcome execute(JsonNode input) throws InterruptedException {
    Attempts attempts =
        new Attempts(client, check, instruction, decodingSchema, input, spec.maxOutputTokens());
    try {
      List<String> faults = inputSchema.check(input).stream().map(Object::toString).toList();
      if (!faults.isEmpty()) {
        return attempts.deadLetter(
            DeadLetter.Reason.INVALID_INPUT,
            "the input does not fit the schema of " + instruction + ": " + sentence(faults));
      }
      attempts.begin(prompt.first(input));
      return ask(attempts);
    } catch (RuntimeException | StackOverflowError e) {
      String message = e.getMessage() == null ? "" : ": " + Excerpt.line(e.getMessage(), 300);
      return attempts.deadLetter(
          DeadLetter.Reason.INTERNAL_ERROR, e.getClass().getName() + message);
    }
  }

  private Outcome ask(Attempts attempts) throws InterruptedException {
    int serverFaults = 0;
    while (true) {
      Attempts.Step step = attempts.next();
      if (step instanceof Attempts.Done done) {
        return done.outcome();
      }
      Attempts.Failed failed = (Attempts.Failed) step;
      if (attempts.count() == policy.maxAttempts()) {
        return attempts.deadLetter(failed.reason(), failed.detail());
      }
      if (failed.isServerFault()) {
        serverFaults++;
        pauser.pause(policy.pause(serverFaults, draw.getAsDouble(), failed.retryAfter()));
      }
    }
  }

  /** Joins faults, as many as a model is told, into one sentence. */
  static String sentence(List<String> faults) {
    int shown = Math.min(faults.size(), Prompt.SHOWN_FAULTS);
    String text = String.join("; ", faults.subList(0, shown));
    return shown == faults.size() ? text : text + "; and " + (faults.size() - shown) + " more";
  }
}
