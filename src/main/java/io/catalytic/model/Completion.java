package io.catalytic.model;

/**
 * What a model answered.
 *
 * @param text the answer, of whatever form
 * @param tokens what the server counted
 * @param stop why it stopped; only {@link Stop#FINISHED} is a whole answer
 */
public record Completion(String text, TokenCounts tokens, Stop stop) {

  /** Why a model stopped. */
  public enum Stop {
    /** It was done. */
    FINISHED,
    /** It reached the limit of output tokens: the text is cut. */
    LENGTH,
    /** The server gave up without an error: the text is not an answer. */
    ABORTED
  }
}
