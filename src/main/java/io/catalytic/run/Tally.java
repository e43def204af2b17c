package io.catalytic.run;

import io.catalytic.instruction.DeadLetter;
import io.catalytic.model.TokenCounts;
import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;

/**
 * Counts of what became of the files. Adding is associative and commutative.
 *
 * @param answered files with an answer
 * @param memoised those of them for which no call was made: another file had the same content, or
 *     the memo had the answer
 * @param recovered those of them whose answer had to be taken out of other text
 * @param deadLetters files without an answer
 * @param overBudget those of them for want of tokens
 * @param serverGone those of them since the server was given up
 * @param skipped files not analysed
 * @param skippedAskedFor those of them that the user asked for in particular
 * @param byLanguage analysed files by language; the empty name stands for an unknown one
 * @param promptTokens read by the workers
 * @param outputTokens written by the workers
 * @param contentTokens what reading the analysed files would have cost
 */
public record Tally(
    long answered,
    long memoised,
    long recovered,
    long deadLetters,
    long overBudget,
    long serverGone,
    long skipped,
    long skippedAskedFor,
    TreeMap<String, Long> byLanguage,
    long promptTokens,
    long outputTokens,
    long contentTokens)
    implements Serializable {

  /** Nothing at all. */
  public static final Tally NONE = new Tally(0, 0, 0, 0, 0, 0, 0, 0, new TreeMap<>(), 0, 0, 0);

  /** Takes a copy. */
  public Tally {
    byLanguage = new TreeMap<>(byLanguage);
  }

  /** Returns the tally of one skipped file. */
  public static Tally skipped(boolean askedFor) {
    return new Tally(0, 0, 0, 0, 0, 0, 1, askedFor ? 1 : 0, new TreeMap<>(), 0, 0, 0);
  }

  /**
   * Returns the tally of one file with an answer.
   *
   * @param ownCall whether a call was made for this file
   * @param recovered whether the answer stood in other text
   * @param spent tokens that this run paid for it
   */
  public static Tally answered(
      boolean ownCall, boolean recovered, String language, TokenCounts spent, long contentTokens) {
    return new Tally(
        1,
        ownCall ? 0 : 1,
        recovered ? 1 : 0,
        0,
        0,
        0,
        0,
        0,
        new TreeMap<>(Map.of(language, 1L)),
        spent.prompt(),
        spent.output(),
        contentTokens);
  }

  /** Returns the tally of one file without an answer; as {@link #answered}. */
  public static Tally dead(
      DeadLetter.Reason reason, String language, TokenCounts spent, long contentTokens) {
    return new Tally(
        0,
        0,
        0,
        1,
        reason == DeadLetter.Reason.OVER_BUDGET ? 1 : 0,
        reason == DeadLetter.Reason.SERVER_GONE ? 1 : 0,
        0,
        0,
        new TreeMap<>(Map.of(language, 1L)),
        spent.prompt(),
        spent.output(),
        contentTokens);
  }

  /** Returns the sum. */
  public static Tally sum(Iterable<Tally> tallies) {
    Tally sum = NONE;
    for (Tally tally : tallies) {
      sum = sum.plus(tally);
    }
    return sum;
  }

  /** Returns how many files were analysed. */
  public long analysed() {
    return answered + deadLetters;
  }

  private Tally plus(Tally other) {
    TreeMap<String, Long> languages = new TreeMap<>(byLanguage);
    other.byLanguage.forEach((language, files) -> languages.merge(language, files, Long::sum));
    return new Tally(
        answered + other.answered,
        memoised + other.memoised,
        recovered + other.recovered,
        deadLetters + other.deadLetters,
        overBudget + other.overBudget,
        serverGone + other.serverGone,
        skipped + other.skipped,
        skippedAskedFor + other.skippedAskedFor,
        languages,
        promptTokens + other.promptTokens,
        outputTokens + other.outputTokens,
        contentTokens + other.contentTokens);
  }
}
