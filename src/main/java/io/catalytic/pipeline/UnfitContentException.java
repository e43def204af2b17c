package io.catalytic.pipeline;

import io.catalytic.instruction.DeadLetter;

/** A content can't be an input. */
final class UnfitContentException extends Exception {
  private static final long serialVersionUID = 1;

  private final DeadLetter.Reason reason;

  UnfitContentException(DeadLetter.Reason reason, String detail) {
    super(detail);
    this.reason = reason;
  }

  /** Returns the kind of dead letter that this is. */
  DeadLetter.Reason reason() {
    return reason;
  }
}
