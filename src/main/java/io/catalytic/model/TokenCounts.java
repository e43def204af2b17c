package io.catalytic.model;

/**
 * Tokens as a server counted them; zero where no language model was asked.
 *
 * @param prompt tokens read
 * @param output tokens written
 */
public record TokenCounts(long prompt, long output) {
  /** No tokens at all. */
  public static final TokenCounts NONE = new TokenCounts(0, 0);

  /** Returns the sum of both. */
  public TokenCounts plus(TokenCounts other) {
    return new TokenCounts(prompt + other.prompt, output + other.output);
  }
}
