package io.catalytic.run.validation;

import io.catalytic.merkle.PageRef;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;

/**
 * What the lines of the outputs come to.
 *
 * @param answered results with an answer
 * @param deadLetters results without one
 * @param overBudget those of them for want of tokens
 * @param serverGone those of them since the server was given up
 * @param skipped files that were not analysed
 * @param memoised answers for which no call was made, if the run tells
 * @param recovered answers that had to be taken out of other text, if the run tells
 * @param byLanguage results by language; empty if there are more languages than are counted
 * @param trie of the manifest; empty if not all of its lines could be read
 * @param isComplete whether every line of every output could be read, so that the counts are right
 */
record Seen(
    long answered,
    long deadLetters,
    long overBudget,
    long serverGone,
    long skipped,
    OptionalLong memoised,
    OptionalLong recovered,
    Optional<SortedMap<String, Long>> byLanguage,
    Optional<PageRef> trie,
    boolean isComplete) {

  /** Returns how many files were analysed. */
  long analysed() {
    return answered + deadLetters;
  }
}
