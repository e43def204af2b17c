package io.catalytic.restore;

import io.catalytic.domain.Handle;
import io.catalytic.domain.RawPath;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Goes from directory to directory of a domain, name by name and never through a link, and keeps
 * those on the way open: paths in order cost a step or two each.
 *
 * <p>At most {@value #HELD} are held, however deep the directory is. Where the owner may not search
 * a directory, or not change one that is to be changed, he is allowed to, and the mode it had is
 * noted.
 */
final class TreeCursor implements Closeable {
  private static final int HELD = 64;
  private static final int SEARCH = 0100;
  private static final int CHANGE = 0300;

  private final Handle root;
  private final DirectoryModes modes;
  private final Deque<Level> way = new ArrayDeque<>();

  private record Level(RawPath path, Handle handle) {}

  /**
   * Starts at the domain's own directory.
   *
   * @param root stays open when this is closed
   * @param modes takes note of directories that are opened up
   */
  TreeCursor(Handle root, DirectoryModes modes) {
    this.root = root;
    this.modes = modes;
  }

  /**
   * Returns a directory to be changed, good until the next call.
   *
   * @throws DisturbedException if there is none, or a link on the way
   */
  Handle toChange(RawPath path) throws IOException {
    Handle directory = toSearch(path);
    allow(path, directory, CHANGE);
    return directory;
  }

  /** As {@link #toChange}, of one whose children are only to be looked at. */
  Handle toSearch(RawPath path) throws IOException {
    while (!way.isEmpty() && !path.isUnder(way.element().path())) {
      way.pop().handle().close();
    }
    RawPath at = way.isEmpty() ? RawPath.ROOT : way.element().path();
    Handle last = way.isEmpty() ? root : way.element().handle();
    List<byte[]> names = path.names();
    for (byte[] name : names.subList(at.names().size(), names.size())) {
      allow(at, last, SEARCH);
      at = at.child(name);
      last = enter(at, last, name);
    }
    allow(at, last, SEARCH);
    return last;
  }

  private Handle enter(RawPath path, Handle parent, byte[] name) throws IOException {
    Handle handle;
    try {
      handle = parent.directory(name);
    } catch (NoSuchFileException e) {
      throw new DisturbedException("its directory " + path.display() + " is gone");
    } catch (NotDirectoryException e) {
      throw new DisturbedException(path.display() + " is no directory any more");
    }
    way.push(new Level(path, handle));
    if (way.size() > HELD) {
      // The farthest up goes; who comes back to it goes the way from the root once more.
      way.removeLast().handle().close();
    }
    return handle;
  }

  private void allow(RawPath path, Handle directory, int needed) throws IOException {
    if ((directory.stamp().permissions() & needed) == needed) {
      return;
    }
    try {
      modes.openUp(path, directory);
    } catch (FileSystemException e) {
      throw new FileSystemException(
          path.isRoot() ? "." : path.display(),
          null,
          "can't be made writable for its owner: " + e.getMessage());
    }
  }

  @Override
  public void close() throws IOException {
    while (!way.isEmpty()) {
      way.pop().handle().close();
    }
  }
}
