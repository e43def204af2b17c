package io.catalytic.store.disk;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Directories that are known to survive a power cut.
 *
 * <p>That a directory exists does not mean that its name is on disk: another process may have made
 * it a moment ago. So the first time that this process relies on one, it has the parent forced, and
 * remembers. Thread-safe.
 */
final class Directories {
  private final Disk disk;
  private final Path root;
  private final Set<Path> durable = ConcurrentHashMap.newKeySet();

  Directories(Disk disk, Path root) {
    this.disk = disk;
    this.root = root;
  }

  /** Starts to collect what one commit has to force. */
  Forcing forcing() {
    return new Forcing();
  }

  /** The directories that have to be forced before something counts as done. For one thread. */
  final class Forcing {
    private final Set<Path> relied = new LinkedHashSet<>();
    private final Set<Path> toForce = new LinkedHashSet<>();

    /** Makes a directory of the store, and those above it, where they are missing. */
    void require(Path directory) throws IOException {
      Path parent = directory.getParent();
      if (parent == null || directory.equals(root) || durable.contains(directory)) {
        return;
      }
      if (relied.contains(directory)) {
        return;
      }
      require(parent);
      try {
        disk.makeDirectory(directory);
      } catch (FileAlreadyExistsException e) {
        // As it should be.
      }
      relied.add(directory);
      toForce.add(parent);
    }

    /** Has the names in this directory forced. */
    void changed(Path directory) {
      toForce.add(directory);
    }

    /** Forces all of it, once. */
    void force() throws IOException {
      for (Path directory : toForce) {
        disk.forceDirectory(directory);
      }
      durable.addAll(relied);
      relied.clear();
      toForce.clear();
    }
  }
}
