package io.catalytic.exec;

import io.catalytic.domain.MountPoints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether the path of a domain still leads to where it was borrowed. */
final class Place {
  private Place() {}

  /**
   * Refuses what has the path of a domain, and is somewhere else. The directory itself may be gone.
   *
   * @param mount whether to look at mounts, too
   */
  static void require(ExecRecord record, boolean mount) throws IOException {
    for (Borrowed domain : record.domains()) {
      Path directory = Path.of(domain.directory());
      requireParent(directory);
      Path now = MountPoints.above(directory);
      if (mount && !now.equals(domain.mount())) {
        throw new IOException(
            directory
                + " was on the file system at "
                + domain.mount()
                + ", and would be on that at "
                + now
                + " now; mount it as it was, or insist by exec --recover --domain "
                + directory);
      }
    }
  }

  private static void requireParent(Path directory) throws IOException {
    Path parent = directory.resolveSibling("");
    if (!Files.isDirectory(parent)) {
      throw new IOException(directory + " can't be put back: there is no directory " + parent);
    }
    Path real = parent.toRealPath();
    if (!real.equals(parent)) {
      throw new IOException(
          parent
              + " leads to "
              + real
              + " now, so that "
              + directory
              + " is not what was borrowed; bring back what "
              + parent
              + " was");
    }
  }
}
