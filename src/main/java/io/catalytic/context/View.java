package io.catalytic.context;

import io.catalytic.tokens.TokenBudget;

/**
 * What of a blob is wanted, and how much of it at most. Immutable.
 *
 * @param part which part
 * @param maxTokens the most tokens of the answer (o200k_base), at least {@value #LEAST}; or 0, no
 *     limit
 * @param maxBytes the most bytes of the answer that are held in memory, {@value #LEAST} to 1 GiB
 */
public record View(Part part, int maxTokens, int maxBytes) {

  /** An agent's window is small: this many tokens unless it asks for more. */
  public static final int DEFAULT_TOKENS = 4_000;

  /** 64 MiB. */
  public static final int DEFAULT_BYTES = 1 << 26;

  /** With so many tokens and bytes, an answer that is cut has at least one character. */
  public static final int LEAST = 8;

  /** The most that an answer may hold: 1 GiB. */
  public static final int MOST_BYTES = 1 << 30;

  /** Refuses limits out of range. */
  public View {
    if (maxTokens != TokenBudget.NO_LIMIT && maxTokens < LEAST) {
      throw new IllegalArgumentException(
          "the most tokens: at least " + LEAST + ", or 0 for no limit; got " + maxTokens);
    }
    if (maxBytes < LEAST || maxBytes > MOST_BYTES) {
      throw new IllegalArgumentException(
          "the most bytes: from " + LEAST + " to " + MOST_BYTES + "; got " + maxBytes);
    }
  }

  /** Returns a view of everything, within the default limits. */
  public static View whole() {
    return of(new Part.Whole());
  }

  /** Returns a view of a {@link Part.Range}, within the default limits. */
  public static View range(long from, long to) {
    return of(new Part.Range(from, to));
  }

  /** Returns a view of the value at a {@link Part.Pointer}, within the default limits. */
  public static View pointer(String pointer) {
    return of(new Part.Pointer(pointer));
  }

  /** Returns a view of a part, within the default limits. */
  public static View of(Part part) {
    return new View(part, DEFAULT_TOKENS, DEFAULT_BYTES);
  }

  /** Returns the same view with another limit; 0 for none. */
  public View withMaxTokens(int tokens) {
    return new View(part, tokens, maxBytes);
  }

  /** Returns the same view with another limit. */
  public View withMaxBytes(int bytes) {
    return new View(part, maxTokens, bytes);
  }
}
