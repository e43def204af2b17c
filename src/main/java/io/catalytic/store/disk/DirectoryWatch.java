package io.catalytic.store.disk;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Tells whether a directory's names may have changed since it was last listed.
 *
 * <p>A change in the same tick of the file system's clock as the listing leaves no trace in the
 * directory's time. So an unchanged time is believed only if it was already some seconds old when
 * the directory was listed (git treats its index the same way). Not thread-safe.
 */
final class DirectoryWatch {
  private static final long TICK = TimeUnit.SECONDS.toNanos(3);

  private final Disk disk;
  private final Path directory;
  private long listed = -1;

  DirectoryWatch(Disk disk, Path directory) {
    this.disk = disk;
    this.directory = directory;
  }

  /**
   * Returns a mark to hand to {@link #listed} once the directory was listed after this call, or -1
   * if nothing has changed since.
   */
  long changed() throws IOException {
    long modified = disk.modified(directory);
    return modified == listed ? -1 : Math.max(modified, 0);
  }

  /** Notes that the directory was listed, if there was a mark. */
  void listed(long mark) {
    if (mark < 0) {
      return;
    }
    long now = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
    listed = now - mark > TICK ? mark : -1;
  }

  /** Has {@link #changed} say yes the next time. */
  void forget() {
    listed = -1;
  }
}
