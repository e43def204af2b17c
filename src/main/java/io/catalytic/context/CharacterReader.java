package io.catalytic.context;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/**
 * Reads the characters of UTF-8 that begin in a number of bytes: what the last of them needs beyond
 * is read too. Ends where the bytes are not UTF-8, and says so. For one thread.
 */
final class CharacterReader {
  private final InputStream in;
  private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
  private final ByteBuffer bytes = ByteBuffer.allocate(1 << 13).flip();
  private final CharBuffer chars = CharBuffer.allocate(1 << 13);
  private long remaining;
  private boolean malformed;

  /** Starts with the stream's next byte, which begins a character if it is of a text. */
  CharacterReader(InputStream in, long remaining) {
    this.in = in;
    this.remaining = remaining;
  }

  /** Returns whether it ended since what comes is not UTF-8. */
  boolean isMalformed() {
    return malformed;
  }

  /** Appends some characters; returns false if there are no more. */
  boolean readInto(StringBuilder text) throws IOException {
    if (malformed) {
      return false;
    }
    bytes.compact();
    boolean more = remaining > 0 ? readRange() : bytes.position() > 0 && readByte();
    bytes.flip();
    // The end of the stream inside of a character is malformed, elsewhere nothing remains.
    CoderResult result = decoder.decode(bytes, chars, !more);
    malformed = result.isError();
    chars.flip();
    text.append(chars);
    chars.clear();
    return more && !malformed;
  }

  private boolean readRange() throws IOException {
    int wanted = (int) Math.min(remaining, bytes.remaining());
    int read = in.read(bytes.array(), bytes.position(), wanted);
    if (read < 0) {
      return false;
    }
    bytes.position(bytes.position() + read);
    remaining -= read;
    return true;
  }

  private boolean readByte() throws IOException {
    int next = in.read();
    if (next < 0) {
      return false;
    }
    bytes.put((byte) next);
    return true;
  }
}
