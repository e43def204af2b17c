package io.catalytic.pipeline;

import com.google.common.collect.AbstractIterator;
import io.catalytic.domain.RawPath;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Lines with their paths, as the bytes of a part: for each {@code u32 n, n bytes of path, u32 m, m
 * bytes of line}. Lives within one run only.
 */
final class SortedPart {
  private SortedPart() {}

  /**
   * A line and where it belongs.
   *
   * @param path decides the order
   * @param line without a line end
   */
  record Line(RawPath path, String line) {}

  /** Writes lines one after the other. */
  static final class Writer {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final DataOutputStream out = new DataOutputStream(bytes);

    void add(RawPath path, String line) throws IOException {
      put(path.bytes());
      put(line.getBytes(StandardCharsets.UTF_8));
    }

    private void put(byte[] value) throws IOException {
      out.writeInt(value.length);
      out.write(value);
    }

    byte[] finish() {
      return bytes.toByteArray();
    }
  }

  /** Reads lines as they are asked for. */
  static final class Reader extends AbstractIterator<Line> {
    private final DataInputStream in;
    private long left;

    /** Reads a part of this many lines, and then to the end of the stream, which verifies it. */
    Reader(InputStream in, long lines) {
      this.in = new DataInputStream(in);
      this.left = lines;
    }

    @Override
    protected @Nullable Line computeNext() {
      try {
        if (left-- > 0) {
          return new Line(RawPath.of(take()), new String(take(), StandardCharsets.UTF_8));
        }
        if (in.read() >= 0) {
          throw new IOException("a part of an output has more lines than it should");
        }
        return endOfData();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private byte[] take() throws IOException {
      byte[] value = new byte[in.readInt()];
      in.readFully(value);
      return value;
    }
  }
}
