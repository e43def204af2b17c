package io.catalytic.store.remote;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pieces of remote objects in a local directory that never holds more than so many bytes; those
 * that were not used for longest go first. A file each, followed by its CRC-32C: one that was
 * spoiled is deleted and counts as absent.
 *
 * <p>Thread-safe, and several processes may share a directory. Adding is done under a lock on the
 * file {@code lock}, which holds how many bytes there are; whoever does not get it at once adds
 * nothing. It is only a cache: whatever goes wrong with it is said once in the log and costs time,
 * nothing else.
 */
final class SegmentCache {
  private static final Logger LOG = LoggerFactory.getLogger(SegmentCache.class);
  private static final FileAttribute<?>[] OWNERS_ONLY =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
          ? new FileAttribute<?>[] {
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
          }
          : new FileAttribute<?>[0];
  private static final String LOCK = "lock";
  private static final String DRAFT = ".tmp";
  private static final int CRC = 4;

  /** How much older a file's time may be than its last use. */
  private static final Duration GRAIN = Duration.ofSeconds(10);

  private final Path directory;
  private final long limit;
  private final InstantSource clock;
  private final AtomicBoolean complained = new AtomicBoolean();

  /**
   * Takes the directory, which need not be there.
   *
   * @param limit bytes that all files together may have
   */
  SegmentCache(Path directory, long limit, InstantSource clock) {
    this.directory = directory;
    this.limit = limit;
    this.clock = clock;
  }

  /** Returns what is kept under a name, or empty. */
  Optional<byte[]> get(String name) {
    Path file = directory.resolve(name);
    try {
      byte[] kept = Files.readAllBytes(file);
      int length = kept.length - CRC;
      if (length < 0 || ByteBuffer.wrap(kept).getInt(length) != crc(kept, length)) {
        Files.deleteIfExists(file);
        return Optional.empty();
      }
      touch(file);
      return Optional.of(Arrays.copyOf(kept, length));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      complain(e);
      return Optional.empty();
    }
  }

  private void touch(Path file) throws IOException {
    Instant now = clock.instant();
    if (Files.getLastModifiedTime(file).toInstant().plus(GRAIN).isBefore(now)) {
      Files.setLastModifiedTime(file, FileTime.from(now));
    }
  }

  /** Forgets what is kept under a name. */
  void remove(String name) {
    try {
      Files.deleteIfExists(directory.resolve(name));
    } catch (IOException e) {
      complain(e);
    }
  }

  /** Keeps some bytes under a name, where that can be done at once and within the limit. */
  void put(String name, byte[] bytes) {
    if (bytes.length > limit - CRC) {
      return;
    }
    // One at a time in this process: closing any channel of a file ends all locks on it.
    synchronized (SegmentCache.class) {
      try {
        makeDirectory();
        try (FileChannel channel =
                FileChannel.open(
                    directory.resolve(LOCK),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock()) {
          if (lock != null && !Files.exists(directory.resolve(name))) {
            add(name, bytes, channel);
          }
        }
      } catch (OverlappingFileLockException e) {
        // Another copy of this class in this process has it.
      } catch (IOException e) {
        complain(e);
      }
    }
  }

  /** What is read may be nobody else's business. */
  private void makeDirectory() throws IOException {
    if (Files.isDirectory(directory)) {
      return;
    }
    Path parent = directory.toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    Files.createDirectories(directory, OWNERS_ONLY);
  }

  private void add(String name, byte[] bytes, FileChannel count) throws IOException {
    long size = (long) bytes.length + CRC;
    long held = readCount(count);
    if (held < 0 || held > limit - size) {
      held = makeRoom(size);
    }
    // Counted before it is there: a crash in between counts too much, never too little.
    writeCount(count, held + size);
    Path draft = directory.resolve(name + DRAFT);
    byte[] file = Arrays.copyOf(bytes, bytes.length + CRC);
    ByteBuffer.wrap(file).putInt(bytes.length, crc(bytes, bytes.length));
    try {
      Files.write(draft, file);
      Files.setLastModifiedTime(draft, FileTime.from(clock.instant()));
      Files.move(draft, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private record Kept(Path file, long size, FileTime used) {}

  /** Deletes what was not used for longest; returns how many bytes are left, counted anew. */
  private long makeRoom(long size) throws IOException {
    List<Kept> all = new ArrayList<>();
    long held = 0;
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        String name = String.valueOf(file.getFileName());
        if (name.endsWith(DRAFT)) {
          Files.deleteIfExists(file); // of a process that is gone: the lock is ours
        } else if (!name.equals(LOCK)) {
          try {
            BasicFileAttributes seen = Files.readAttributes(file, BasicFileAttributes.class);
            all.add(new Kept(file, seen.size(), seen.lastModifiedTime()));
            held += seen.size();
          } catch (NoSuchFileException e) {
            // Removed by a reader that found it spoiled.
          }
        }
      }
    }
    all.sort(Comparator.comparing(Kept::used));
    // A tenth more than is needed, so that not every piece that is added lists the directory.
    long most = held > limit - size ? limit - size - (limit - size) / 10 : limit;
    for (int i = 0; i < all.size() && held > most; i++) {
      Files.deleteIfExists(all.get(i).file());
      held -= all.get(i).size();
    }
    return held;
  }

  private static long readCount(FileChannel channel) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(Long.BYTES);
    return channel.read(buffer, 0) == Long.BYTES ? buffer.getLong(0) : -1;
  }

  private static void writeCount(FileChannel channel, long count) throws IOException {
    channel.write(ByteBuffer.allocate(Long.BYTES).putLong(0, count), 0);
  }

  private static int crc(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }

  private void complain(IOException e) {
    if (complained.compareAndSet(false, true)) {
      LOG.warn(
          "the cache in {} can't be used ({}); going on without it. Name another directory with"
              + " {}, or set {}=0",
          directory,
          e.toString(),
          RemoteSettings.CACHE,
          RemoteSettings.CACHE_BYTES);
    }
  }
}
