package io.catalytic.tokens;

import com.knuddels.jtokkit.api.EncodingResult;

/**
 * So many tokens, to be spent on a text from its beginning. For one thread.
 *
 * <p>A text may be handed over in pieces; cut where {@link #sliceEnd} says, they cost together what
 * {@link TokenCounter#count} says of the whole.
 */
public final class TokenBudget {

  /** A limit that is none. */
  public static final int NO_LIMIT = 0;

  private final long limit;
  private long spent;
  private boolean exhausted;

  /**
   * Starts with nothing spent.
   *
   * @param limit the most tokens, or {@link #NO_LIMIT}
   */
  public TokenBudget(int limit) {
    if (limit < 0) {
      throw new IllegalArgumentException("a token limit is 0 (none) or more; got " + limit);
    }
    this.limit = limit == NO_LIMIT ? Long.MAX_VALUE : limit;
  }

  /** Returns the tokens of all that was taken. */
  public long spent() {
    return spent;
  }

  /** Returns whether something did not fit: nothing more is taken then. */
  public boolean isExhausted() {
    return exhausted;
  }

  /**
   * Takes a text as far as it fits.
   *
   * @return how many UTF-16 units of it, never half of a surrogate pair
   */
  public int take(String text) {
    int start = 0;
    while (start < text.length() && !exhausted) {
      start += takeSlice(text.substring(start, sliceEnd(text, start)));
    }
    return start;
  }

  /** Returns where the part of a text ends that begins here and is counted at once. */
  public static int sliceEnd(CharSequence text, int start) {
    int end = start + TokenCounter.SLICE;
    if (end >= text.length()) {
      return text.length();
    }
    return Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end;
  }

  private int takeSlice(String slice) {
    int tokens = TokenCounter.O200K.countTokensOrdinary(slice);
    if (tokens <= limit - spent) {
      spent += tokens;
      return slice.length();
    }
    exhausted = true;
    int fits = fitting(slice, (int) (limit - spent));
    spent += TokenCounter.O200K.countTokensOrdinary(slice.substring(0, fits));
    return fits;
  }

  /** Returns how much of a slice has at most so many tokens, counted by itself. */
  private static int fitting(String slice, int tokens) {
    if (tokens == 0) {
      return 0;
    }
    EncodingResult result = TokenCounter.O200K.encodeOrdinary(slice, tokens);
    int length =
        whole(slice, Math.min(slice.length(), result.getLastProcessedCharacterIndex() + 1));
    // A word that was cut may be worse in tokens than its beginning was inside of the word.
    while (TokenCounter.O200K.countTokensOrdinary(slice.substring(0, length)) > tokens) {
      length = whole(slice, length - 1);
    }
    return length;
  }

  private static int whole(String text, int length) {
    boolean splits =
        length > 0
            && length < text.length()
            && Character.isHighSurrogate(text.charAt(length - 1))
            && Character.isLowSurrogate(text.charAt(length));
    return splits ? length - 1 : length;
  }
}
