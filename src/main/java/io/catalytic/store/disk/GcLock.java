package io.catalytic.store.disk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Keeps cleanings of one store apart; ends with the process. That file's descriptors are opened
 * here only, so none closes another's lock by closing.
 */
final class GcLock implements Closeable {
  private static final Object ONE_AT_A_TIME = new Object();

  private final FileChannel channel;

  private GcLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the lock.
   *
   * @throws IOException if another cleaning has it
   */
  static GcLock take(Path file, ExplainedDisk disk) throws IOException {
    synchronized (ONE_AT_A_TIME) {
      FileChannel channel =
          disk.explain(
              "open",
              file,
              () -> FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE));
      @Nullable FileLock lock;
      try {
        lock = channel.tryLock();
      } catch (OverlappingFileLockException e) {
        // This process has it, and closing this channel would end that: it is left to the cleaner.
        throw busy(file);
      }
      if (lock == null) {
        channel.close();
        throw busy(file);
      }
      return new GcLock(channel);
    }
  }

  private static IOException busy(Path file) {
    return new IOException(file + ": this store is being cleaned already; wait until that is done");
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
