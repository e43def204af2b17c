package io.catalytic.store.remote;

import io.catalytic.store.pack.ByteSource;
import io.catalytic.store.pack.PackFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/**
 * The parts of a pack that are read to open it, in the order in which they are read: header,
 * trailer, summary. Each has a checksum of its own. For one thread.
 */
final class KeptIndex implements ByteSource {
  private static final int FIXED = PackFormat.HEADER + PackFormat.TRAILER;

  private final byte[] bytes;
  private final long size;

  /**
   * Takes those parts.
   *
   * @param size the whole pack's bytes
   */
  KeptIndex(byte[] bytes, long size) {
    this.bytes = bytes;
    this.size = size;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public int read(long position, byte[] into, int offset, int length) {
    long from;
    if (position < PackFormat.HEADER) {
      from = position;
    } else if (position >= size - PackFormat.TRAILER) {
      from = PackFormat.HEADER + position - (size - PackFormat.TRAILER);
    } else {
      from = FIXED;
    }
    if (from + length > bytes.length) {
      return -1; // which makes the pack a damaged one
    }
    System.arraycopy(bytes, (int) from, into, offset, length);
    return length;
  }

  @Override
  public void close() {
    // Nothing is open.
  }

  /** Keeps what is read of a pack while it is opened. For one thread. */
  static final class Recorder implements ByteSource {
    private final ByteSource whole;
    private final ByteArrayOutputStream seen = new ByteArrayOutputStream();

    Recorder(ByteSource whole) {
      this.whole = whole;
    }

    byte[] index() {
      return seen.toByteArray();
    }

    @Override
    public long size() throws IOException {
      return whole.size();
    }

    @Override
    public int read(long position, byte[] into, int offset, int length) throws IOException {
      int read = whole.read(position, into, offset, length);
      seen.write(into, offset, Math.max(read, 0));
      return read;
    }

    @Override
    public void close() {
      // The whole is its owner's.
    }
  }
}
