package io.catalytic.extract;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StreamCorruptedException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What the worker and a parser's process send each other: texts, each as a u32 big-endian length in
 * bytes and that many bytes of UTF-8. Lone surrogates become question marks, as for the parser.
 */
final class Frame {
  /** Most bytes: the longest text and schema, all characters escaped, and room for the rest. */
  static final int MAX_BYTES =
      6 * (EmbeddedClient.MAX_CHARS + EmbeddedClient.MAX_SCHEMA_CHARS) + 1024;

  private Frame() {}

  static void write(OutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.write(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
    out.write(bytes);
    out.flush();
  }

  /**
   * Returns the next text, or nothing at the end of the stream. Takes memory for what is there, not
   * for what a length promises.
   *
   * @throws StreamCorruptedException if the length is beyond {@link #MAX_BYTES}
   * @throws EOFException if the stream ends within a frame
   */
  static Optional<String> read(InputStream in) throws IOException {
    byte[] head = in.readNBytes(Integer.BYTES);
    if (head.length == 0) {
      return Optional.empty();
    }
    if (head.length < Integer.BYTES) {
      throw new EOFException("the stream ends within the length of a frame");
    }
    int length = ByteBuffer.wrap(head).getInt();
    if (length < 0 || length > MAX_BYTES) {
      throw new StreamCorruptedException(
          "a frame has at most "
              + MAX_BYTES
              + " bytes; this one says "
              + Integer.toUnsignedString(length));
    }
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException(
          "the stream ends after " + bytes.length + " of a frame's " + length + " bytes");
    }
    return Optional.of(new String(bytes, StandardCharsets.UTF_8));
  }
}
