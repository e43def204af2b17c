package io.catalytic.run;

import io.catalytic.model.TokenCounts;
import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;

/**
 * Counts of what became of the files. Adding is associative and commutative.
 *
 * @param answered files with an answer
 * @param memoised those of them for which no call was made: another file had the same content
 * @param deadLetters files without an answer
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
    long deadLetters,
    long skipped,
    long skippedAskedFor,
    TreeMap<String, Long> byLanguage,
    long promptTokens,
    long outputTokens,
    long contentTokens)
    implements Serializable {

  /** Nothing at all. */
  public static final Tally NONE = new Tally(0, 0, 0, 0, 0, new TreeMap<>(), 0, 0, 0);

  /** Takes a copy. */
  public Tally {
    byLanguage = new TreeMap<>(byLanguage);
  }

  /** Returns the tally of one skipped file. */
  public static Tally skipped(boolean askedFor) {
    return new Tally(0, 0, 0, 1, askedFor ? 1 : 0, new TreeMap<>(), 0, 0, 0);
  }

  /**
   * Returns the tally of one analysed file.
   *
   * @param ownCall whether a call was made for this file, which then stands for its tokens
   */
  public static Tally analysed(
      boolean isAnswer, boolean ownCall, String language, TokenCounts tokens, long contentTokens) {
    return new Tally(
        isAnswer ? 1 : 0,
        isAnswer && !ownCall ? 1 : 0,
        isAnswer ? 0 : 1,
        0,
        0,
        new TreeMap<>(Map.of(language, 1L)),
        ownCall ? tokens.prompt() : 0,
        ownCall ? tokens.output() : 0,
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
        deadLetters + other.deadLetters,
        skipped + other.skipped,
        skippedAskedFor + other.skippedAskedFor,
        languages,
        promptTokens + other.promptTokens,
        outputTokens + other.outputTokens,
        contentTokens + other.contentTokens);
  }
}
