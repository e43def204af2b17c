package io.catalytic.store.remote;

import io.catalytic.store.pack.ByteSource;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * An object read piece by piece through {@link Segments}; the object itself is opened only for a
 * piece that is not here. For one thread.
 */
final class CachedSource implements ByteSource {
  private final Remote remote;
  private final String name;
  private final String id;
  private final long size;
  private final Segments segments;
  private @Nullable ByteSource source;
  private byte[] piece = {};
  private long start;

  CachedSource(Remote remote, String name, String id, long size, Segments segments) {
    this.remote = remote;
    this.name = name;
    this.id = id;
    this.size = size;
    this.segments = segments;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public int read(long position, byte[] into, int offset, int length) throws IOException {
    if (position >= size) {
      return -1;
    }
    if (position < start || position >= start + piece.length) {
      turnTo(position / Segments.SIZE);
    }
    int from = (int) (position - start);
    int count = Math.min(length, piece.length - from);
    System.arraycopy(piece, from, into, offset, count);
    return count;
  }

  private void turnTo(long index) throws IOException {
    long first = index * Segments.SIZE;
    int length = (int) Math.min(Segments.SIZE, size - first);
    piece = segments.get(id, index, length, () -> fetch(first, length));
    start = first;
  }

  private byte[] fetch(long first, int length) throws IOException {
    if (source == null) {
      source = remote.open(name);
    }
    return Chunk.read(source, first, length);
  }

  @Override
  public void close() throws IOException {
    if (source != null) {
      source.close();
      source = null;
    }
  }
}
