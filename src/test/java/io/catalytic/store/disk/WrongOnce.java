package io.catalytic.store.disk;

import io.catalytic.store.pack.ByteSource;
import java.io.IOException;
import java.nio.file.Path;

/** A disk, or a memory, that gets one bit of one file wrong, at the n-th time that it is read. */
final class WrongOnce extends PassingDisk {
  private final Path bad;
  private final long offset;
  private int times;

  WrongOnce(Disk disk, Path bad, long offset, int times) {
    super(disk);
    this.bad = bad;
    this.offset = offset;
    this.times = times;
  }

  @Override
  public ByteSource open(Path file) throws IOException {
    ByteSource input = super.open(file);
    return new ByteSource() {
      @Override
      public long size() throws IOException {
        return input.size();
      }

      @Override
      public int read(long position, byte[] into, int from, int length) throws IOException {
        int read = input.read(position, into, from, length);
        boolean covers = position <= offset && offset < position + read;
        if (file.equals(bad) && covers && --times == 0) {
          into[from + (int) (offset - position)] ^= 1;
        }
        return read;
      }

      @Override
      public void close() throws IOException {
        input.close();
      }
    };
  }
}
