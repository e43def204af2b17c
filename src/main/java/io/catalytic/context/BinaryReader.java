package io.catalytic.context;

import com.google.common.io.BaseEncoding;
import io.catalytic.tokens.TokenBudget;
import io.catalytic.tokens.TokenCounter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Reads bytes whose Base64 costs so many tokens at most. For one answer. */
final class BinaryReader {
  private static final BaseEncoding BASE64 = BaseEncoding.base64();

  /** Bytes whose Base64 is counted at once. */
  private static final int CHUNK = TokenCounter.SLICE / 4 * 3;

  private final int maxTokens;
  private final int maxBytes;

  BinaryReader(View view) {
    maxTokens = view.maxTokens();
    maxBytes = view.maxBytes();
  }

  /**
   * Reads from a stream's beginning.
   *
   * @param wanted bytes that were asked for, and are there
   * @return them, or the first of them; where that is a cut, it is not inside of what may be a
   *     character, for whoever goes on there would not be shown the rest of it
   */
  byte[] read(InputStream in, long wanted) throws IOException {
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    TokenBudget budget = new TokenBudget(maxTokens);
    long remaining = Math.min(wanted, maxBytes);
    int taken = 0;
    while (remaining > 0 && !budget.isExhausted()) {
      byte[] chunk = in.readNBytes((int) Math.min(CHUNK, remaining));
      read.writeBytes(chunk);
      int characters = budget.take(BASE64.encode(chunk));
      taken += budget.isExhausted() ? characters / 4 * 3 : chunk.length;
      remaining -= CHUNK;
    }
    read.writeBytes(in.readNBytes(Alignment.REST));
    byte[] bytes = read.toByteArray();
    if (taken == wanted) {
      return Arrays.copyOf(bytes, taken);
    }
    do {
      taken -= Alignment.inside(bytes, taken).begun();
    } while (!fits(bytes, taken) && taken-- > 0);
    return Arrays.copyOf(bytes, taken);
  }

  /** Without its last characters, a text may cost a token more. */
  private boolean fits(byte[] bytes, int length) {
    return maxTokens == TokenBudget.NO_LIMIT
        || TokenCounter.count(BASE64.encode(bytes, 0, length)) <= maxTokens;
  }
}
