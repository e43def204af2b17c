package io.catalytic.store.disk;

import io.catalytic.store.pack.ByteSink;
import io.catalytic.store.pack.ByteSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Fails the n-th operation, counted from {@link #failAt}, or that and all after it. A write that
 * fails leaves half of its bytes.
 */
final class FaultyDisk implements Disk {

  /** What is to fail. */
  enum Mode {
    /** One operation, as by a passing fault. */
    ONCE,
    /** That operation and all after it, as by a disk that died; no tidying up succeeds either. */
    FROM_THEN_ON
  }

  /** What an operation throws that was made to fail. */
  static final class InjectedFault extends IOException {
    private static final long serialVersionUID = 1;

    InjectedFault(String message) {
      super(message);
    }
  }

  private final Disk disk;
  private final AtomicLong operations = new AtomicLong();
  private volatile boolean noForcedDirectories;
  private volatile long failAt = Long.MAX_VALUE;
  private volatile Mode mode = Mode.ONCE;
  private volatile @Nullable String message;

  FaultyDisk(Disk disk) {
    this.disk = disk;
  }

  /** Gives the faults to come another message. */
  void failWith(String text) {
    message = text;
  }

  /** Starts to count, and fails the n-th operation from now, the first being 1. */
  void failAt(long n, Mode how) {
    operations.set(0);
    failAt = n;
    mode = how;
  }

  /** Lets everything succeed from now on; returns whether anything was made to fail. */
  boolean heal() {
    boolean failed = operations.get() >= failAt;
    failAt = Long.MAX_VALUE;
    return failed;
  }

  /** Fails every forcing of a directory from now on. */
  void failForcedDirectories() {
    noForcedDirectories = true;
  }

  private boolean isDue() {
    long operation = operations.incrementAndGet();
    return mode == Mode.ONCE ? operation == failAt : operation >= failAt;
  }

  private void step(String what, Path path) throws IOException {
    if (isDue()) {
      throw fault(what, path);
    }
  }

  private InjectedFault fault(String what, Path path) {
    String text = message;
    return new InjectedFault(text == null ? "injected fault: " + what + " " + path : text);
  }

  @Override
  public ByteSink create(Path file) throws IOException {
    step("create", file);
    ByteSink output = disk.create(file);
    return new ByteSink() {
      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        if (isDue()) {
          output.write(bytes, offset, length / 2);
          throw fault("write", file);
        }
        output.write(bytes, offset, length);
      }

      @Override
      public void force() throws IOException {
        step("force", file);
        output.force();
      }

      @Override
      public void close() throws IOException {
        output.close();
      }
    };
  }

  @Override
  public ByteSource open(Path file) throws IOException {
    step("open", file);
    ByteSource input = disk.open(file);
    return new ByteSource() {
      @Override
      public long size() throws IOException {
        step("size of open", file);
        return input.size();
      }

      @Override
      public int read(long position, byte[] into, int offset, int length) throws IOException {
        step("read", file);
        return input.read(position, into, offset, length);
      }

      @Override
      public void close() throws IOException {
        input.close();
      }
    };
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    step("rename", from);
    disk.rename(from, to);
  }

  @Override
  public void makeDirectory(Path directory) throws IOException {
    step("make", directory);
    disk.makeDirectory(directory);
  }

  @Override
  public void forceDirectory(Path directory) throws IOException {
    step("force", directory);
    if (noForcedDirectories) {
      throw fault("force", directory);
    }
    disk.forceDirectory(directory);
  }

  @Override
  public void delete(Path path) throws IOException {
    step("delete", path);
    disk.delete(path);
  }

  @Override
  public long size(Path file) throws IOException {
    step("size of", file);
    return disk.size(file);
  }

  @Override
  public boolean isDirectory(Path path) throws IOException {
    step("kind of", path);
    return disk.isDirectory(path);
  }

  @Override
  public FileKind kind(Path path) throws IOException {
    step("kind of", path);
    return disk.kind(path);
  }

  @Override
  public long modified(Path directory) throws IOException {
    step("time of", directory);
    return disk.modified(directory);
  }

  @Override
  public List<String> list(Path directory) throws IOException {
    step("list", directory);
    return disk.list(directory);
  }
}
