package io.catalytic.store.remote;

import io.catalytic.store.pack.ByteSource;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A pack that is about to be opened: its end is fetched in one piece, so that trailer and summary
 * of up to some 1,000 blobs cost one request, and a small pack does as a whole. For one thread.
 */
final class TailFirst implements ByteSource {
  private static final int TAIL = 1 << 16;

  private final ByteSource whole;
  private final long start;
  private byte @Nullable [] tail;

  TailFirst(ByteSource whole) throws IOException {
    this.whole = whole;
    start = Math.max(0, whole.size() - TAIL);
  }

  @Override
  public long size() throws IOException {
    return whole.size();
  }

  @Override
  public int read(long position, byte[] into, int offset, int length) throws IOException {
    if (position < start) {
      return whole.read(position, into, offset, length);
    }
    if (tail == null) {
      tail = Chunk.read(whole, start, (int) (whole.size() - start));
    }
    return new Chunk(tail).read(position - start, into, offset, length);
  }

  @Override
  public void close() throws IOException {
    whole.close();
  }
}
