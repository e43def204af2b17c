package io.catalytic.run.validation;

/**
 * How much a validation lists and holds.
 *
 * @param maxFindings most findings that are listed; the others are counted
 * @param maxHeld most bytes of one line, or of {@code run.json} or {@code proof.json}, that are
 *     held in memory; what is longer is a finding, as it was not looked into
 */
public record ValidationOptions(int maxFindings, long maxHeld) {
  /** Findings that are listed by default. */
  public static final int DEFAULT_MAX_FINDINGS = 100;

  /** Bytes that are held by default: 32 MiB. */
  public static final long DEFAULT_MAX_HELD = 32L << 20;

  private static final long MOST_HELD = 1L << 30;

  /** What is used if nothing else is asked for. */
  public static final ValidationOptions DEFAULT =
      new ValidationOptions(DEFAULT_MAX_FINDINGS, DEFAULT_MAX_HELD);

  /** Refuses what makes no sense. */
  public ValidationOptions {
    if (maxFindings < 1) {
      throw new IllegalArgumentException("at least 1 finding is listed; got " + maxFindings);
    }
    if (maxHeld < 1 || maxHeld > MOST_HELD) {
      throw new IllegalArgumentException(
          "1 to " + MOST_HELD + " bytes of a line are held; got " + maxHeld);
    }
  }
}
