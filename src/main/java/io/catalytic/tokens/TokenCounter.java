package io.catalytic.tokens;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;

/**
 * Counts tokens as a large model would be charged for them: the public encoding {@code o200k_base},
 * computed here and not by any server. Thread-safe.
 */
public final class TokenCounter {

  /** The most that is counted at once, in UTF-16 units; see {@link #count}. */
  public static final int SLICE = 1 << 14;

  static final Encoding O200K =
      Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.O200K_BASE);

  private TokenCounter() {}

  /**
   * Returns when the encoding's vocabulary is in memory. It has 200,000 entries and takes most of a
   * second to read; the first count waits for that if this was not called before.
   */
  @SuppressWarnings("CheckReturnValue") // It is loading that is wanted.
  public static void load() {
    O200K.countTokensOrdinary("");
  }

  /**
   * Returns the number of tokens; text that looks like a special token is text like any other.
   *
   * <p>Counted in slices of {@value #SLICE} characters, since the encoder takes time in proportion
   * to the square of an unbroken word: each cut may count one token too many.
   */
  public static int count(String text) {
    TokenBudget unlimited = new TokenBudget(TokenBudget.NO_LIMIT);
    unlimited.take(text);
    return Math.toIntExact(unlimited.spent());
  }
}
