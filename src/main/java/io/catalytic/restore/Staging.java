package io.catalytic.restore;

import io.catalytic.domain.Domain;
import io.catalytic.domain.Handle;
import io.catalytic.domain.RawPath;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Our own directory {@code .catalytic-restore-RANDOM} inside the domain, where contents are written
 * before they are renamed into place: nobody else may enter it, and it is on the same file system.
 *
 * <p>A file in it is locked as long as its process lives. Whoever restores makes his own and locks
 * it before he looks for others: those that are locked are at work, and he gives up; those that are
 * not are dead, and he removes them. There are only files in it, so that nothing is ever removed
 * recursively.
 */
final class Staging implements Closeable {
  private static final Pattern NAME = Pattern.compile("\\.catalytic-restore-[0-9a-f]{16}");
  private static final String LOCK = "lock";

  /** Those of this process: to open and close their lock files would end their locks. */
  private static final Set<String> OWN = ConcurrentHashMap.newKeySet();

  private final Handle parent;
  private final String name;
  private final Handle directory;
  private final FileChannel lockFile;
  private int made;

  private Staging(Handle parent, String name, Handle directory, FileChannel lockFile) {
    this.parent = parent;
    this.name = name;
    this.directory = directory;
    this.lockFile = lockFile;
  }

  /**
   * Makes one.
   *
   * @param parent the domain's own directory
   */
  static Staging make(Handle parent) throws IOException {
    byte[] random = new byte[8];
    new SecureRandom().nextBytes(random);
    String name = ".catalytic-restore-" + HexFormat.of().formatHex(random);
    OWN.add(name);
    try {
      return make(parent, name);
    } catch (IOException e) {
      OWN.remove(name); // what was made, if anything, is for the next one to sweep
      throw e;
    }
  }

  private static Staging make(Handle parent, String name) throws IOException {
    Files.createDirectory(
        parent.child(bytes(name)),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Handle directory = parent.directory(bytes(name));
    FileChannel lockFile =
        FileChannel.open(
            directory.child(bytes(LOCK)), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    Staging staging = new Staging(parent, name, directory, lockFile);
    if (lockFile.tryLock() == null) {
      staging.close();
      throw new IOException(name + " was locked by another process as soon as it was made");
    }
    return staging;
  }

  /**
   * Removes what dead processes left in the domain.
   *
   * @param belongs says of a path that it belongs to the snapshot, whatever its name
   * @throws IOException if another restoration of this directory is at work
   */
  void sweep(Domain domain, Predicate<RawPath> belongs) throws IOException {
    for (RawPath path : find(parent)) {
      if (!belongs.test(path) && !text(path).equals(name)) {
        sweep(domain, parent, path);
      }
    }
  }

  private static void sweep(Domain domain, Handle parent, RawPath path) throws IOException {
    try (Handle left = parent.directory(path.name())) {
      if (OWN.contains(text(path)) || isAtWork(left)) {
        throw new IOException(
            domain.directory()
                + " is being restored already (by whoever made "
                + path
                + " there); wait until that has ended");
      }
      clear(left);
      Files.delete(parent.child(path.name()));
    } catch (NoSuchFileException e) {
      // Another process sweeps, too.
    }
  }

  private static boolean isAtWork(Handle left) throws IOException {
    Path lock = left.child(bytes(LOCK));
    try (FileChannel channel =
            FileChannel.open(lock, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        FileLock free = channel.tryLock()) {
      return free == null;
    } catch (OverlappingFileLockException e) {
      return true;
    } catch (NoSuchFileException e) {
      return false; // killed before it had one, or after it removed it
    }
  }

  /** Deletes all files, the lock last. */
  private static void clear(Handle directory) throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> children = Files.newDirectoryStream(directory.path())) {
      children.forEach(files::add);
    }
    Path lock = directory.child(bytes(LOCK));
    for (Path file : files) {
      if (!file.equals(lock)) {
        Files.deleteIfExists(file);
      }
    }
    Files.deleteIfExists(lock);
  }

  /**
   * Returns the directories in a domain that look like ours, name and content, and belong to this
   * user.
   *
   * @param directory the domain's own
   */
  static List<RawPath> find(Handle directory) throws IOException {
    List<RawPath> found = new ArrayList<>();
    try (Handle self = Handle.of(Path.of("/proc/self").toRealPath());
        DirectoryStream<Path> children = Files.newDirectoryStream(directory.path())) {
      for (Path child : children) {
        String name = String.valueOf(child.getFileName());
        if (NAME.matcher(name).matches() && isOurs(directory, bytes(name), self.owner())) {
          found.add(RawPath.of(name));
        }
      }
    }
    return found;
  }

  /** One of ours has its lock from before its first file until after its last. */
  private static boolean hasLock(Handle directory) {
    return Files.isRegularFile(directory.child(bytes(LOCK)), LinkOption.NOFOLLOW_LINKS);
  }

  private static boolean isEmpty(Handle directory) throws IOException {
    try (DirectoryStream<Path> children = Files.newDirectoryStream(directory.path())) {
      return !children.iterator().hasNext();
    }
  }

  private static boolean isOurs(Handle parent, byte[] name, int user) throws IOException {
    try (Handle left = parent.directory(name)) {
      return left.owner() == user && (hasLock(left) || isEmpty(left));
    } catch (NoSuchFileException | NotDirectoryException e) {
      return false;
    }
  }

  /** Returns whether a path has a name that one of these can have. */
  static boolean isOneOfOurs(RawPath path) {
    return path.utf8().filter(text -> NAME.matcher(text).matches()).isPresent();
  }

  /** Returns the directory. */
  Handle directory() {
    return directory;
  }

  /** Returns a name that nothing has had yet. */
  byte[] newName() {
    return bytes(Integer.toString(made++));
  }

  /** Removes it. */
  @Override
  public void close() throws IOException {
    try (lockFile;
        directory) {
      clear(directory);
      Files.deleteIfExists(parent.child(bytes(name)));
    } finally {
      OWN.remove(name);
    }
  }

  private static byte[] bytes(String name) {
    return name.getBytes(StandardCharsets.US_ASCII);
  }

  private static String text(RawPath path) {
    return new String(path.bytes(), StandardCharsets.US_ASCII);
  }
}
