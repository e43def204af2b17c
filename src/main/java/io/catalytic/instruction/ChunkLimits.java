package io.catalytic.instruction;

import java.io.Serializable;

/**
 * How what does not fit a model's window is cut, in numbers. They decide answers, and are part of
 * an invocation's name.
 *
 * @param tokenMargin what tokens are multiplied by that are counted with another encoding than the
 *     model's own; from 0.5 to 10
 * @param feedbackTokens what is kept free in a part's prompt for what was wrong with its last
 *     answer, at most a quarter of its room
 * @param maxSplits most times that one part is cut in two because its answer or its prompt was too
 *     long after all
 * @param maxSummaries most times that the answers to parts are asked about again, at least 1
 */
public record ChunkLimits(double tokenMargin, int feedbackTokens, int maxSplits, int maxSummaries)
    implements Serializable {

  /**
   * The documented defaults. Small models have smaller vocabularies than the encoding that is
   * counted with, and take more tokens for the same text. A summary makes a text some ten times as
   * short, so that six are enough for any.
   */
  public static final ChunkLimits DEFAULT = new ChunkLimits(1.2, 400, 6, 6);

  /** Refuses what makes no sense. */
  public ChunkLimits {
    if (!(tokenMargin >= 0.5 && tokenMargin <= 10)) {
      throw new IllegalArgumentException("token_margin is from 0.5 to 10; got " + tokenMargin);
    }
    if (feedbackTokens < 0 || maxSplits < 0 || maxSummaries < 1) {
      throw new IllegalArgumentException(
          "feedback_tokens and max_splits must be at least 0, max_summaries at least 1; got "
              + feedbackTokens
              + ", "
              + maxSplits
              + " and "
              + maxSummaries);
    }
  }
}
