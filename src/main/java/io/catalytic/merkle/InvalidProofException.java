package io.catalytic.merkle;

/** A proof does not prove what it claims. The message says why. */
public final class InvalidProofException extends Exception {
  private static final long serialVersionUID = 1;

  /** Says why, as {@code "its siblings do not lead to the root"}. */
  public InvalidProofException(String reason) {
    super(reason);
  }

  /** Returns the reason. */
  public String reason() {
    return String.valueOf(getMessage());
  }
}
