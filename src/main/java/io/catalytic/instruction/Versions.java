package io.catalytic.instruction;

/**
 * Versions of what stands between an instruction and its answer. Part of every key of the memo:
 * raise one with each change after which the same instruction on the same input may be asked in
 * other words, cut in other places, or judged in another way. What was remembered under the old
 * number is then not found any more.
 */
public final class Versions {
  /** Of how a prompt is made: template, rules, examples, feedback. */
  public static final int RENDERER = 1;

  /** Of how a text is cut into chunks, and their answers are put together. */
  public static final int CHUNKER = 1;

  /**
   * Of how an answer is read, checked and completed. Completions stay good: no new call is made.
   */
  public static final int CHECKER = 1;

  private Versions() {}
}
