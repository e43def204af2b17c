package io.catalytic.run;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;

/**
 * Counts tokens as a large model would be charged for them: the public encoding {@code o200k_base},
 * computed here and not by any server. Thread-safe.
 */
public final class TokenCounter {
  private static final Encoding O200K =
      Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.O200K_BASE);

  private TokenCounter() {}

  /** Returns the number of tokens; text that looks like a special token is text like any other. */
  public static int count(String text) {
    return O200K.countTokensOrdinary(text);
  }
}
