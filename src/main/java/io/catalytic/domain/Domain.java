package io.catalytic.domain;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.TreeSet;

/**
 * Which directory is borrowed, and what of it is left out of every walk. Travels to the workers.
 *
 * @param directory its absolute path, with symbolic links resolved
 * @param leftOut paths that are not entries, with all below them: where the store and the outputs
 *     lie, if they lie inside
 */
public record Domain(String directory, TreeSet<RawPath> leftOut) implements Serializable {

  private static final String NOT_TEXT =
      "a directory whose own path is not UTF-8 can't be named; rename it, or mount it elsewhere"
          + " (names inside it may be any bytes)";

  /** Takes a copy. */
  public Domain {
    leftOut = new TreeSet<>(leftOut);
  }

  /**
   * Returns the domain of an existing directory.
   *
   * @param own directories that this program writes to; those inside the domain are left out
   * @throws IOException if there is no such directory
   * @throws IllegalArgumentException if it is no directory, is {@code /}, is one of them, or lies
   *     inside one, or its own path is not text
   */
  public static Domain of(Path directory, Collection<Path> own) throws IOException {
    Path root;
    try {
      root = directory.toRealPath();
    } catch (NoSuchFileException e) {
      throw new NoSuchFileException(
          directory.toString(), null, "there is no such directory" + hint(directory));
    }
    if (!Files.isDirectory(root)) {
      throw new IllegalArgumentException(directory + " is not a directory");
    }
    return ofReal(root, own);
  }

  /**
   * As {@link #of}, but the directory may be yet to be made.
   *
   * @throws IOException if there is not even a directory to make it in
   */
  public static Domain at(Path directory, Collection<Path> own) throws IOException {
    Path absolute = directory.toAbsolutePath().normalize();
    Path parent = absolute.getParent();
    Path name = absolute.getFileName();
    if (Files.exists(directory) || parent == null || name == null) {
      return of(directory, own);
    }
    if (Files.isSymbolicLink(absolute)) {
      throw new IllegalArgumentException(directory + " is a symbolic link that leads nowhere");
    }
    if (!Files.isDirectory(parent)) {
      throw new NoSuchFileException(
          directory.toString(), null, "can't be made: there is no directory " + parent);
    }
    return ofReal(parent.toRealPath().resolve(name), own);
  }

  /** The JVM puts this character in place of what it can't read in an argument. */
  private static String hint(Path directory) {
    return directory.toString().indexOf('\uFFFD') < 0
        ? ""
        : "; " + NOT_TEXT + ", and the one that was given may be such";
  }

  private static Domain ofReal(Path root, Collection<Path> own) throws IOException {
    if (root.getParent() == null) {
      throw new IllegalArgumentException(
          root
              + " is the whole system, with /proc and all that is mounted in it; name a directory"
              + " in it");
    }
    if (!PathBytes.isText(root)) {
      throw new IllegalArgumentException(PathBytes.display(root) + ": " + NOT_TEXT);
    }
    TreeSet<RawPath> leftOut = new TreeSet<>();
    for (Path path : own) {
      Path real = realPathOf(path);
      if (root.startsWith(real)) {
        throw new IllegalArgumentException(
            "the domain " + root + " lies inside " + real + ", where this program writes");
      }
      if (real.startsWith(root)) {
        leftOut.add(relative(root, real));
      }
    }
    // A path below another one that is left out says nothing more.
    leftOut.removeIf(
        path -> leftOut.stream().anyMatch(other -> !other.equals(path) && path.isUnder(other)));
    return new Domain(root.toString(), leftOut);
  }

  /** Returns the directory. */
  public Path path() {
    return Path.of(directory);
  }

  /** Returns the file-system path of a path. One of more than 4095 bytes can't be used as it is. */
  public Path file(RawPath path) {
    return PathBytes.resolve(path(), path);
  }

  /** Returns this domain without these paths as well. */
  public Domain leavingOut(Collection<RawPath> more) {
    TreeSet<RawPath> all = new TreeSet<>(leftOut);
    all.addAll(more);
    return new Domain(directory, all);
  }

  /** Resolves links in the part of a path that exists: the rest is yet to be made. */
  private static Path realPathOf(Path path) throws IOException {
    Path absolute = path.toAbsolutePath().normalize();
    Path existing = absolute;
    while (existing != null && !Files.exists(existing)) {
      existing = existing.getParent();
    }
    return existing == null
        ? absolute
        : existing.toRealPath().resolve(existing.relativize(absolute)).normalize();
  }

  private static RawPath relative(Path root, Path inside) {
    RawPath path = RawPath.ROOT;
    for (int i = root.getNameCount(); i < inside.getNameCount(); i++) {
      path = path.child(PathBytes.ofName(inside.getName(i)));
    }
    return path;
  }
}
