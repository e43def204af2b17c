package io.catalytic.restore;

import io.catalytic.domain.Handle;
import io.catalytic.domain.RawPath;
import io.catalytic.domain.Refused;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The modes that directories get when all else is done: the snapshot's, or the one that a directory
 * had before it was opened up for its owner. To close this is to set them.
 */
final class DirectoryModes implements Closeable {
  private final Handle root;
  private final NavigableMap<RawPath, Integer> modes = new TreeMap<>();
  private final List<Refused> gone = new ArrayList<>();

  /**
   * Knows of none.
   *
   * @param root the domain's own directory; stays open when this is closed
   */
  DirectoryModes(Handle root) {
    this.root = root;
  }

  /** Allows the owner everything in a directory, and notes the mode that it had. */
  void openUp(RawPath path, Handle directory) throws IOException {
    int mode = directory.stamp().permissions();
    modes.putIfAbsent(path, mode);
    directory.setMode(mode | 0700);
  }

  /** Notes the mode that a directory is to have. */
  void set(RawPath path, int mode) {
    modes.put(path, mode);
  }

  /** Forgets a directory that was removed. */
  void forget(RawPath path) {
    modes.remove(path);
  }

  boolean isEmpty() {
    return modes.isEmpty();
  }

  /** Returns the directories that were not there when their mode was to be set. */
  List<Refused> gone() {
    return gone;
  }

  /** Sets them, from the bottom up; if one can't be set, the others still are. */
  @Override
  public void close() throws IOException {
    IOException failure = null;
    // What has to be opened up on the way to a directory stands before it, so that its turn comes.
    try (TreeCursor cursor = new TreeCursor(root, this)) {
      while (!modes.isEmpty()) {
        var mode = modes.pollLastEntry();
        try {
          set(cursor, mode.getKey(), mode.getValue());
        } catch (IOException e) {
          failure = new IOException("the mode of " + shown(mode.getKey()) + " can't be set", e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private static String shown(RawPath path) {
    return path.isRoot() ? "." : path.display();
  }

  private void set(TreeCursor cursor, RawPath path, int mode) throws IOException {
    if (path.isRoot()) {
      root.setMode(mode);
      return;
    }
    try (Handle directory = cursor.toSearch(path.parent()).directory(path.name())) {
      directory.setMode(mode);
    } catch (DisturbedException | NoSuchFileException | NotDirectoryException e) {
      gone.add(new Refused(path, "is no directory any more"));
    }
  }
}
