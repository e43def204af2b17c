package io.catalytic.store.pack;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** Some bytes of a file as a stream, which ends early where the file does. For one thread. */
public final class RegionStream extends InputStream {
  private final ByteSource file;
  private final long end;
  private long position;

  /** Takes the file over: closing the stream closes it. */
  public RegionStream(ByteSource file, long offset, long length) {
    this.file = file;
    this.position = offset;
    this.end = offset + length;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, into.length);
    if (length == 0) {
      return 0;
    }
    if (position >= end) {
      return -1;
    }
    int read = file.read(position, into, offset, (int) Math.min(length, end - position));
    position += Math.max(read, 0);
    return read;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
