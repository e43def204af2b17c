package io.catalytic.run.validation;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Lines of a stream, read as they are asked for. Holds one line, and of that no more than it may.
 * Throws {@link UncheckedIOException} if the stream fails.
 */
final class FileLines extends Ahead<FileLine> {
  private static final int BUFFER = 1 << 16;

  private final InputStream in;
  private final long mostHeld;
  private final byte[] buffer = new byte[BUFFER];
  private int from;
  private int to;
  private long number;

  /**
   * Reads a stream, which the caller closes.
   *
   * @param mostHeld most bytes of a line that are held
   */
  FileLines(InputStream in, long mostHeld) {
    this.in = in;
    this.mostHeld = mostHeld;
  }

  /** Returns how many lines were read so far. */
  long linesRead() {
    return number;
  }

  @Override
  Optional<FileLine> read() {
    try {
      return readLine();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Optional<FileLine> readLine() throws IOException {
    ByteArrayOutputStream held = new ByteArrayOutputStream();
    long length = 0;
    boolean isEnded = false;
    while (!isEnded && fill()) {
      int end = from;
      while (end < to && buffer[end] != '\n') {
        end++;
      }
      held.write(buffer, from, (int) Math.min(end - from, mostHeld - held.size()));
      length += end - from;
      isEnded = end < to;
      from = isEnded ? end + 1 : end;
    }
    if (length == 0 && !isEnded) {
      return Optional.empty();
    }
    number++;
    return Optional.of(line(held.toByteArray(), length, isEnded));
  }

  private FileLine line(byte[] held, long length, boolean isEnded) {
    boolean isWhole = held.length == length;
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(held)).toString();
      return new FileLine(number, text, length, isWhole, true, isEnded);
    } catch (CharacterCodingException e) {
      String text = new String(held, StandardCharsets.UTF_8);
      // The beginning of a line may end within a character.
      return new FileLine(number, text, length, isWhole, !isWhole, isEnded);
    }
  }

  private boolean fill() throws IOException {
    if (from == to) {
      from = 0;
      to = Math.max(0, in.read(buffer));
    }
    return to > 0;
  }
}
