package io.catalytic.store.remote;

import io.catalytic.store.pack.ByteSource;
import java.io.EOFException;
import java.io.IOException;

/** Some bytes in memory, to be read like a file. For one thread. */
final class Chunk implements ByteSource {
  private final byte[] bytes;

  Chunk(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * Reads some bytes of a source, all of them.
   *
   * @throws EOFException if it ends before
   */
  static byte[] read(ByteSource source, long position, int length) throws IOException {
    byte[] bytes = new byte[length];
    for (int done = 0; done < length; ) {
      int read = source.read(position + done, bytes, done, length - done);
      if (read < 0) {
        throw new EOFException("it ends at byte " + (position + done));
      }
      done += read;
    }
    return bytes;
  }

  @Override
  public long size() {
    return bytes.length;
  }

  @Override
  public int read(long position, byte[] into, int offset, int length) {
    if (position >= bytes.length) {
      return -1;
    }
    int count = (int) Math.min(length, bytes.length - position);
    System.arraycopy(bytes, (int) position, into, offset, count);
    return count;
  }

  @Override
  public void close() {
    // Nothing is open.
  }
}
