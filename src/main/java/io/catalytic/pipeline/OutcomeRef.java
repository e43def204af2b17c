package io.catalytic.pipeline;

import io.catalytic.digest.Digest;
import io.catalytic.instruction.DeadLetter;
import io.catalytic.memo.Provenance;
import io.catalytic.model.TokenCounts;

/**
 * How an invocation ended. An answer's bytes are in the store.
 *
 * @param ending answer or dead letter
 * @param provenance where it comes from
 * @param contentTokens what reading the content would cost an agent
 * @param spent tokens that this run paid for it
 * @param called whether this run made a call for it
 */
public record OutcomeRef(
    Ending ending, Provenance provenance, long contentTokens, TokenCounts spent, boolean called) {

  /** An answer or a dead letter. */
  public sealed interface Ending {}

  /**
   * An answer.
   *
   * @param result its canonical JSON, in the store
   */
  public record Answered(Digest result) implements Ending {}

  /**
   * A dead letter.
   *
   * @param reason typed
   * @param detail for people
   */
  public record Failed(DeadLetter.Reason reason, String detail) implements Ending {}
}
