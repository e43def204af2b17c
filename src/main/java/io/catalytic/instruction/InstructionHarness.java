package io.catalytic.instruction;

import com.fasterxml.jackson.databind.JsonNode;
import io.catalytic.digest.Excerpt;
import io.catalytic.model.ModelClient;
import io.catalytic.model.ModelSpec;
import io.catalytic.model.Models;
import io.catalytic.schema.JsonSchema;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;

/**
 * Runs one instruction on one input after another. Thread-safe and made to be used again: schemas
 * are compiled once. Not Serializable; a worker makes its own.
 *
 * <p>In order: the input is checked; the model is asked, in parts if the whole does not fit its
 * window; its answer must be JSON, then fit the output schema, then stand in the input. A bad
 * answer goes back to the model with what was wrong and where; a fault of the server is waited out;
 * what cannot get better ends at once. However it goes, the end is an {@link Outcome}, so that one
 * bad input never takes others with it.
 */
public final class InstructionHarness {
  private final Asking asking;
  private final JsonSchema inputSchema;
  private final Optional<ChunkRule> chunkRule;
  private final Optional<String> groundField;
  private final Outline outline;

  /**
   * Prepares an instruction for a model. The client stays the caller's to close.
   *
   * @param client asks the model of {@code spec}
   * @param spec says how large the model's window is
   * @param policy how often it is asked
   * @param chunks how what does not fit it is cut
   * @param outline where a text that is too long for it is cut
   */
  public InstructionHarness(
      Instruction instruction,
      ModelClient client,
      ModelSpec spec,
      AttemptPolicy policy,
      ChunkLimits chunks,
      Outline outline) {
    this(
        instruction,
        client,
        spec,
        policy,
        chunks,
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
      ChunkLimits chunks,
      Outline outline,
      Asking.Pauser pauser,
      DoubleSupplier draw) {
    // What is computed from the input itself can neither exceed a window nor be invented.
    boolean isModel = Models.provider(spec.provider()).readsPrompts();
    Optional<Grounding> grounding = instruction.groundingRule().filter(rule -> isModel);
    JsonSchema outputSchema = JsonSchema.of(instruction.outputSchema());
    inputSchema = JsonSchema.of(instruction.inputSchema());
    chunkRule = instruction.chunkRule().filter(rule -> isModel);
    groundField = grounding.map(Grounding::field);
    this.outline = outline;
    asking =
        new Asking(
            instruction.id(),
            client,
            Window.of(spec, chunks, isModel),
            chunks,
            new Prompt(instruction),
            DecodingSchema.of(instruction.outputSchema()),
            new AnswerCheck(outputSchema, grounding.map(GroundingCheck::new)),
            policy,
            pauser,
            draw);
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
    Spending spending = new Spending();
    try {
      List<String> faults = inputSchema.check(input).stream().map(Object::toString).toList();
      if (!faults.isEmpty()) {
        return spending.deadLetter(
            DeadLetter.Reason.INVALID_INPUT,
            "the input does not fit the schema of "
                + asking.instruction()
                + ": "
                + Prompt.sentence(faults));
      }
      return new Inquiry(asking, chunkRule, groundField, outline, spending).outcome(input);
    } catch (RuntimeException | StackOverflowError e) {
      String message = e.getMessage() == null ? "" : ": " + Excerpt.line(e.getMessage(), 300);
      return spending.deadLetter(
          DeadLetter.Reason.INTERNAL_ERROR, e.getClass().getName() + message);
    }
  }
}
