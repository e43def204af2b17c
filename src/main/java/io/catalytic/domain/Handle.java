package io.catalytic.domain;

import com.sun.jna.LastErrorException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A directory, or another file, that is held on to: what is done through it is done there, whatever
 * happens to its name meanwhile.
 *
 * <p>It is a descriptor opened with {@code O_PATH | O_NOFOLLOW}: never that of a link's target, got
 * without any permission on the file itself, and not blocked by a FIFO. Under {@code
 * /proc/self/fd/N} every operation of {@link Files} can use it, with {@code N/name} as the child of
 * a directory: no name above is looked up again, so that a link planted there changes nothing, and
 * no path is too long. Java's own {@code SecureDirectoryStream} can neither make a directory or a
 * link nor read or set all bits of a mode, and needs the permission to list.
 *
 * <p>For Linux with {@code /proc}. Not thread-safe.
 */
public final class Handle implements Closeable {
  private int descriptor;

  private Handle(int descriptor) {
    this.descriptor = descriptor;
  }

  /**
   * Holds a directory. Links on the way to it are followed, one in its place is not.
   *
   * @throws NotDirectoryException if it is something else
   */
  public static Handle of(Path directory) throws IOException {
    try {
      int flags = hold() | NativeFiles.DIRECTORY;
      byte[] name = PathBytes.ofTarget(directory.toAbsolutePath());
      return new Handle(
          NativeFiles.openat(NativeFiles.CURRENT_DIRECTORY, terminated(name), flags, 0));
    } catch (LastErrorException e) {
      throw explained(directory.toString(), e);
    } catch (LinkageError e) {
      throw new FileSystemException(
          directory.toString(),
          null,
          "a directory can't be held open here: "
              + e.getMessage()
              + " (native code is unpacked into the temporary directory; -Djna.tmpdir=DIR names"
              + " another)");
    }
  }

  /**
   * Holds a directory in this one.
   *
   * @throws NoSuchFileException if there is nothing of this name
   * @throws NotDirectoryException if it is something else, as a link
   */
  public Handle directory(byte[] name) throws IOException {
    return open(name, hold() | NativeFiles.DIRECTORY);
  }

  /** As {@link #directory}, of names joined by slashes; links on the way are followed. */
  Handle below(byte[] names) throws IOException {
    return open(names, hold() | NativeFiles.DIRECTORY);
  }

  /**
   * Holds whatever is in this directory under a name; of a symbolic link, the link.
   *
   * @throws NoSuchFileException if there is nothing of this name
   */
  public Handle any(byte[] name) throws IOException {
    return open(name, hold());
  }

  private Handle open(byte[] name, int flags) throws IOException {
    try {
      return new Handle(NativeFiles.openat(descriptor(), terminated(name), flags, 0));
    } catch (LastErrorException e) {
      throw explained(path() + "/" + new String(name, StandardCharsets.ISO_8859_1), e);
    }
  }

  /** Returns a path to what is held, good until this is closed. It is to be followed. */
  public Path path() {
    return Path.of("/proc/self/fd/" + descriptor());
  }

  /** Returns a path to a name in this directory, good until this is closed. */
  public Path child(byte[] name) {
    return PathBytes.resolve(path(), RawPath.ROOT.child(name));
  }

  /** Returns what the file system says of what is held. */
  public FileStamp stamp() throws IOException {
    return FileStamp.ofDescriptor(path());
  }

  /** Returns how many names it has. */
  public int links() throws IOException {
    return (Integer) Files.getAttribute(path(), "unix:nlink");
  }

  /** Returns the user id of its owner. */
  public int owner() throws IOException {
    return (Integer) Files.getAttribute(path(), "unix:uid");
  }

  /** Sets all mode bits, 0 to 07777. Not for symbolic links. */
  public void setMode(int mode) throws IOException {
    Files.setAttribute(path(), "unix:mode", mode);
  }

  /**
   * Makes a symbolic link in this directory, whose target are these bytes exactly: Java's own would
   * turn {@code a//b/} into {@code a/b}.
   *
   * @throws FileAlreadyExistsException if the name is taken
   */
  public void makeLink(byte[] name, byte[] target) throws IOException {
    try {
      NativeFiles.symlinkat(terminated(target), descriptor(), terminated(name));
    } catch (LastErrorException e) {
      throw explained(child(name).toString(), e);
    }
  }

  /** Makes durable whatever was written to the file system that this directory is on. */
  public void sync() throws IOException {
    try {
      // What was opened for its path only can't be synchronized.
      int open =
          NativeFiles.openat(
              descriptor(),
              terminated(new byte[] {'.'}),
              NativeFiles.DIRECTORY | NativeFiles.CLOSE_ON_EXEC,
              0);
      try {
        NativeFiles.syncfs(open);
      } finally {
        NativeFiles.close(open);
      }
    } catch (LastErrorException e) {
      throw explained(path().toString(), e);
    }
  }

  @Override
  public void close() throws IOException {
    if (descriptor >= 0) {
      int closing = descriptor;
      descriptor = -1;
      try {
        NativeFiles.close(closing);
      } catch (LastErrorException e) {
        throw explained("/proc/self/fd/" + closing, e);
      }
    }
  }

  private static int hold() {
    return NativeFiles.PATH_ONLY | NativeFiles.NO_FOLLOW | NativeFiles.CLOSE_ON_EXEC;
  }

  private int descriptor() {
    if (descriptor < 0) {
      throw new IllegalStateException("closed");
    }
    return descriptor;
  }

  private static byte[] terminated(byte[] bytes) {
    for (byte value : bytes) {
      if (value == 0) {
        throw new IllegalArgumentException(
            "a name or target has no NUL: " + new String(bytes, StandardCharsets.ISO_8859_1));
      }
    }
    return Arrays.copyOf(bytes, bytes.length + 1);
  }

  private static IOException explained(String file, LastErrorException e) {
    return switch (e.getErrorCode()) {
      case 2 -> new NoSuchFileException(file);
      case 13 -> new AccessDeniedException(file);
      case 17 -> new FileAlreadyExistsException(file);
      case 20, 40 -> new NotDirectoryException(file);
      default -> new FileSystemException(file, null, e.getMessage());
    };
  }
}
