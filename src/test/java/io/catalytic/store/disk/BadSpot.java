package io.catalytic.store.disk;

import io.catalytic.store.pack.ByteSource;
import java.io.IOException;
import java.nio.file.Path;

/** A disk on which one byte of one file can't be read. */
class BadSpot extends PassingDisk {
  private final Path bad;
  private final long offset;

  BadSpot(Disk disk, Path bad, long offset) {
    super(disk);
    this.bad = bad;
    this.offset = offset;
  }

  @Override
  public ByteSource open(Path file) throws IOException {
    ByteSource input = super.open(file);
    if (!file.equals(bad)) {
      return input;
    }
    return new ByteSource() {
      @Override
      public long size() throws IOException {
        return input.size();
      }

      @Override
      public int read(long position, byte[] into, int from, int length) throws IOException {
        if (position <= offset && offset < position + length) {
          throw new IOException("Input/output error");
        }
        return input.read(position, into, from, length);
      }

      @Override
      public void close() throws IOException {
        input.close();
      }
    };
  }
}
