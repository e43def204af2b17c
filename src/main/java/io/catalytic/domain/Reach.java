package io.catalytic.domain;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * A way to a path of a domain, however long the path is.
 *
 * <p>Linux takes no more than 4095 bytes at a time. What is farther down is reached through a
 * {@link Handle} on a directory on the way; {@link #file} is good until this is closed.
 */
final class Reach implements Closeable {
  /** Leaves room for one more name: the children of a directory are reached through its path. */
  private static final int LONGEST = 4095 - 256;

  private final Path file;
  private final Optional<Handle> start;

  private Reach(Path file, Optional<Handle> start) {
    this.file = file;
    this.start = start;
  }

  /**
   * Returns a way to a path.
   *
   * @throws java.nio.file.NoSuchFileException if it is long, and a directory on the way is gone
   * @throws java.nio.file.NotDirectoryException if it is long, and what is on the way is no
   *     directory
   */
  static Reach to(Path root, RawPath path) throws IOException {
    int rootLength = root.toString().getBytes(StandardCharsets.UTF_8).length;
    if (rootLength + 1 + path.length() <= LONGEST) {
      return new Reach(PathBytes.resolve(root, path), Optional.empty());
    }
    byte[] rest = path.bytes();
    Handle start = Handle.of(root);
    while (rest.length > LONGEST / 2) {
      int end = lastSlash(rest, LONGEST / 2);
      try (Handle above = start) {
        start = above.below(Arrays.copyOf(rest, end));
      }
      rest = Arrays.copyOfRange(rest, end + 1, rest.length);
    }
    return new Reach(PathBytes.resolve(start.path(), RawPath.of(rest)), Optional.of(start));
  }

  /** No name has more than 255 bytes, so that there is one. */
  private static int lastSlash(byte[] bytes, int before) {
    int end = before;
    while (bytes[end] != '/') {
      end--;
    }
    return end;
  }

  /** Returns a path to it for the operations of {@link Files}. */
  Path file() {
    return file;
  }

  /** Returns whether the name before the last is that of a directory. */
  boolean liesInDirectory() {
    Path directory = file.getParent();
    return directory == null
        || start.map(Handle::path).filter(directory::equals).isPresent()
        || Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS);
  }

  @Override
  public void close() throws IOException {
    if (start.isPresent()) {
      start.get().close();
    }
  }
}
