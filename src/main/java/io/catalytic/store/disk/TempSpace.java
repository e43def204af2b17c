package io.catalytic.store.disk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A place for unfinished files that belongs to one open store of one process: {@code tmp/ID/} with
 * the lock file {@code tmp/ID.lock} beside it.
 *
 * <p>The lock ends with the process, however it ends, so whoever gets another's lock may sweep what
 * it left. One trap: closing <em>any</em> descriptor of a file ends all locks that the process has
 * on it. So a lock file of this very process is never opened a second time, and for that its name
 * carries the process: number and start, not merely a set in memory, for a process can hold this
 * class twice (Flink loads it once a job). Thread-safe.
 */
final class TempSpace implements Closeable {
  private static final String LOCK = ".lock";
  private static final Pattern ID = Pattern.compile("[0-9]+-[0-9]+-[0-9a-f]{8}");
  private static final String PROCESS =
      ProcessHandle.current().pid()
          + "-"
          + ProcessHandle.current().info().startInstant().map(Instant::toEpochMilli).orElse(0L)
          + "-";

  /** Lock files of closed stores of this process that could not be deleted. */
  private static final Set<Path> LEFT_BEHIND = ConcurrentHashMap.newKeySet();

  private final Disk disk;
  private final Path directory;
  private final Path lockFile;
  private final FileChannel lock;
  private final AtomicLong next = new AtomicLong();

  private TempSpace(Disk disk, Path directory, Path lockFile, FileChannel lock) {
    this.disk = disk;
    this.directory = directory;
    this.lockFile = lockFile;
    this.lock = lock;
  }

  /** Claims a new place under this directory, which is there. */
  static TempSpace claim(Path tmp, Disk disk) throws IOException {
    while (true) {
      String id = PROCESS + UUID.randomUUID().toString().substring(0, 8);
      Path lockFile = tmp.resolve(id + LOCK);
      FileChannel channel =
          FileChannel.open(lockFile, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      try {
        // Between its making and its locking a sweeper may take the file for a dead one's.
        if (tryLock(channel) != null && !isGone(lockFile, disk)) {
          Path directory = tmp.resolve(id);
          disk.makeDirectory(directory);
          return new TempSpace(disk, directory, lockFile, channel);
        }
        channel.close();
      } catch (IOException e) {
        channel.close();
        Files.deleteIfExists(lockFile);
        throw e;
      }
    }
  }

  /** Returns a name that no other file has. */
  Path newName() {
    return directory.resolve(Long.toString(next.getAndIncrement()));
  }

  /** Returns what names this place among those of all writers. */
  String id() {
    return String.valueOf(directory.getFileName());
  }

  /** Returns the ids of all places that belong to a live writer; a few may have just ended. */
  static List<String> living(Path tmp, Disk disk) throws IOException {
    List<String> living = new ArrayList<>();
    for (String name : disk.list(tmp)) {
      if (isLock(name) && isHeld(tmp.resolve(name), disk)) {
        living.add(name.substring(0, name.length() - LOCK.length()));
      }
    }
    return living;
  }

  /** Returns whether the writer lives that has, or had, the place of this id. */
  static boolean isLiving(Path tmp, String id, Disk disk) throws IOException {
    return isHeld(tmp.resolve(id + LOCK), disk);
  }

  private static boolean isHeld(Path lockFile, Disk disk) throws IOException {
    if (String.valueOf(lockFile.getFileName()).startsWith(PROCESS)) {
      return !isGone(lockFile, disk) && !LEFT_BEHIND.contains(lockFile);
    }
    try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.WRITE)) {
      return tryLock(channel) == null;
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      return true; // another user's, say: whether he is at work can't be told
    }
  }

  /**
   * Removes what processes that are no more have left here; never touches a live one's. What can't
   * be removed, as another user's, is left for who can.
   */
  static void sweep(Path tmp, Disk disk) throws IOException {
    for (String name : disk.list(tmp)) {
      if (isStray(tmp, name, disk)) {
        continue;
      }
      if (!isLock(name)) {
        // A lock file is made before its directory and removed after it, unless a power cut ate it.
        if (isGone(tmp.resolve(name + LOCK), disk)) {
          sweepDirectory(tmp.resolve(name), disk);
        }
      } else if (!name.startsWith(PROCESS) || LEFT_BEHIND.contains(tmp.resolve(name))) {
        sweepOne(tmp.resolve(name), disk);
      }
    }
  }

  /** Returns the names under this directory that the next {@link #sweep} would remove. */
  static List<String> leftovers(Path tmp, Disk disk) throws IOException {
    List<String> left = new ArrayList<>();
    for (String name : disk.list(tmp)) {
      if (isStray(tmp, name, disk)) {
        continue;
      }
      boolean dead =
          isLock(name)
              ? !name.startsWith(PROCESS) && isDead(tmp.resolve(name))
              : isGone(tmp.resolve(name + LOCK), disk);
      if (dead) {
        left.add(name);
      }
    }
    return left;
  }

  /** Returns the names under this directory that no writer has given: they are left alone. */
  static List<String> strays(Path tmp, Disk disk) throws IOException {
    List<String> strays = new ArrayList<>();
    for (String name : disk.list(tmp)) {
      if (isStray(tmp, name, disk)) {
        strays.add(name);
      }
    }
    return strays;
  }

  private static boolean isStray(Path tmp, String name, Disk disk) throws IOException {
    return !isLock(name)
        && !(ID.matcher(name).matches() && disk.kind(tmp.resolve(name)) == Disk.FileKind.DIRECTORY);
  }

  private static boolean isLock(String name) {
    return name.endsWith(LOCK)
        && ID.matcher(name.substring(0, name.length() - LOCK.length())).matches();
  }

  private static boolean isDead(Path lockFile) {
    try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.WRITE)) {
      return tryLock(channel) != null;
    } catch (IOException e) {
      return false; // nobody may touch it, or it is gone: no one's leftover
    }
  }

  private static boolean isGone(Path lockFile, Disk disk) throws IOException {
    return disk.kind(lockFile) == Disk.FileKind.NOTHING;
  }

  private static void sweepDirectory(Path directory, Disk disk) {
    try {
      empty(directory, disk);
    } catch (IOException e) {
      // As for one with a lock file.
    }
  }

  private static void sweepOne(Path lockFile, Disk disk) {
    try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.WRITE)) {
      if (tryLock(channel) == null) {
        return; // alive
      }
      String file = String.valueOf(lockFile.getFileName());
      Path directory = lockFile.resolveSibling(file.substring(0, file.length() - LOCK.length()));
      empty(directory, disk);
      Files.deleteIfExists(lockFile);
      LEFT_BEHIND.remove(lockFile);
    } catch (IOException e) {
      // Swept by another process meanwhile, or not to be opened or removed by this one: then it
      // counts as alive, and store fsck names what is left of the dead.
    }
  }

  private static void empty(Path directory, Disk disk) throws IOException {
    try {
      for (String name : disk.list(directory)) {
        disk.delete(directory.resolve(name));
      }
      if (disk.isDirectory(directory)) {
        disk.delete(directory);
      }
    } catch (NoSuchFileException e) {
      // Two sweepers at one time: the other one has it.
    }
  }

  /** Returns the lock, or null if another has it, or if this file system knows no locks. */
  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  @Override
  public void close() throws IOException {
    LEFT_BEHIND.add(lockFile);
    try {
      empty(directory, disk);
      Files.deleteIfExists(lockFile);
      LEFT_BEHIND.remove(lockFile);
    } finally {
      lock.close();
    }
  }
}
