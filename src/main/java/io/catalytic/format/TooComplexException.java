package io.catalytic.format;

/** A text may be right or wrong, but finding out would take more than the check allows. */
public final class TooComplexException extends Exception {
  private static final long serialVersionUID = 1;

  TooComplexException(String message) {
    super(message);
  }
}
