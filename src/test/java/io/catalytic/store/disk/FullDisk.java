package io.catalytic.store.disk;

import io.catalytic.store.pack.ByteSink;
import java.io.IOException;
import java.nio.file.Path;

/** A disk with so many bytes of space left, counted by what is written and what is deleted. */
final class FullDisk extends PassingDisk {
  private final Disk disk;
  private long space = Long.MAX_VALUE / 2;

  FullDisk(Disk disk) {
    super(disk);
    this.disk = disk;
  }

  /** Leaves so many bytes. */
  void leave(long bytes) {
    space = bytes;
  }

  @Override
  public ByteSink create(Path file) throws IOException {
    ByteSink output = disk.create(file);
    return new ByteSink() {
      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        int fits = (int) Math.min(space, length);
        output.write(bytes, offset, fits);
        space -= fits;
        if (fits < length) {
          throw new IOException("No space left on device");
        }
      }

      @Override
      public void force() throws IOException {
        output.force();
      }

      @Override
      public void close() throws IOException {
        output.close();
      }
    };
  }

  @Override
  public void delete(Path path) throws IOException {
    long size = Math.max(0, disk.size(path));
    disk.delete(path);
    space += size;
  }
}
