package io.catalytic.store.disk;

import io.catalytic.store.pack.ByteSink;
import io.catalytic.store.pack.ByteSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A disk that can only be read: for a dry run, which then changes nothing whatever it comes upon.
 *
 * @param disk the disk
 */
record UntouchedDisk(Disk disk) implements Disk {

  private static IOException refused() {
    return new IOException("nothing is changed in a dry run");
  }

  @Override
  public ByteSink create(Path file) throws IOException {
    throw refused();
  }

  @Override
  public ByteSource open(Path file) throws IOException {
    return disk.open(file);
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    throw refused();
  }

  @Override
  public void makeDirectory(Path directory) throws IOException {
    throw refused();
  }

  @Override
  public void forceDirectory(Path directory) throws IOException {
    throw refused();
  }

  @Override
  public void delete(Path path) throws IOException {
    throw refused();
  }

  @Override
  public long size(Path file) throws IOException {
    return disk.size(file);
  }

  @Override
  public boolean isDirectory(Path path) throws IOException {
    return disk.isDirectory(path);
  }

  @Override
  public FileKind kind(Path path) throws IOException {
    return disk.kind(path);
  }

  @Override
  public long modified(Path directory) throws IOException {
    return disk.modified(directory);
  }

  @Override
  public List<String> list(Path directory) throws IOException {
    return disk.list(directory);
  }
}
