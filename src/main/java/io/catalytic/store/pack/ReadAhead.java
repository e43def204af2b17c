package io.catalytic.store.pack;

import java.io.IOException;

/**
 * Reads a file in large steps for someone who reads it in small ones, one after another.
 *
 * <p>Where a large step fails, exactly what was asked for is read, so that a bad spot of the disk
 * costs no more than what lies there. For one thread.
 */
public final class ReadAhead implements ByteSource {
  private static final int WINDOW = 1 << 20;

  private final ByteSource in;
  private byte[] window = {};
  private long start;
  private int filled;

  /** Takes a file over: closing this closes it. */
  public ReadAhead(ByteSource in) {
    this.in = in;
  }

  /** Returns a view whose closing closes nothing. */
  public ByteSource view() {
    return new ByteSource() {
      @Override
      public long size() throws IOException {
        return ReadAhead.this.size();
      }

      @Override
      public int read(long position, byte[] into, int offset, int length) throws IOException {
        return ReadAhead.this.read(position, into, offset, length);
      }

      @Override
      public void close() {
        // The next blob is read from the same file.
      }
    };
  }

  @Override
  public long size() throws IOException {
    return in.size();
  }

  @Override
  public int read(long position, byte[] into, int offset, int length) throws IOException {
    if ((position < start || position >= start + filled) && !fill(position)) {
      return in.read(position, into, offset, length);
    }
    if (filled == 0) {
      return -1;
    }
    int from = (int) (position - start);
    int read = Math.min(length, filled - from);
    System.arraycopy(window, from, into, offset, read);
    return read;
  }

  private boolean fill(long position) {
    filled = 0;
    try {
      if (window.length == 0) {
        window = new byte[(int) Math.min(Math.max(in.size(), 1), WINDOW)];
      }
      filled = Math.max(0, in.read(position, window, 0, window.length));
      start = position;
      return true;
    } catch (IOException e) {
      return false; // the direct read tells whether it matters
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
