package io.catalytic.store.disk;

import io.catalytic.store.pack.ByteSource;
import io.catalytic.store.pack.PackFile;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A pack's file on a disk.
 *
 * @param path {@code ….pack}
 * @param disk the disk
 */
record PackOnDisk(Path path, Disk disk) implements PackFile {

  @Override
  public String id() {
    String name = String.valueOf(path.getFileName());
    return name.substring(0, name.length() - StoreLayout.PACK.length());
  }

  @Override
  public String place() {
    return path.toString();
  }

  @Override
  public ByteSource open() throws IOException {
    return disk.open(path);
  }
}
