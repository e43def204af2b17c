package io.catalytic.store.disk;

import io.catalytic.store.pack.ByteSink;
import io.catalytic.store.pack.ByteSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A disk that does what another does, but for what a subclass changes. */
abstract class PassingDisk implements Disk {
  private final Disk disk;

  PassingDisk(Disk disk) {
    this.disk = disk;
  }

  @Override
  public ByteSink create(Path file) throws IOException {
    return disk.create(file);
  }

  @Override
  public ByteSource open(Path file) throws IOException {
    return disk.open(file);
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    disk.rename(from, to);
  }

  @Override
  public void makeDirectory(Path directory) throws IOException {
    disk.makeDirectory(directory);
  }

  @Override
  public void forceDirectory(Path directory) throws IOException {
    disk.forceDirectory(directory);
  }

  @Override
  public void delete(Path path) throws IOException {
    disk.delete(path);
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
