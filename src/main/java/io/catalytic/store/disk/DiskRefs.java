package io.catalytic.store.disk;

import io.catalytic.store.RefName;
import io.catalytic.store.Refs;
import io.catalytic.store.pack.ByteSink;
import io.catalytic.store.pack.ByteSource;
import io.catalytic.store.pack.RegionStream;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** The refs of a store on disk: {@code refs/NAME}, a file each, replaced by rename. Thread-safe. */
final class DiskRefs implements Refs {

  /** Where a temporary file may be written: claimed only when it is needed. */
  interface Temp {

    /** Returns a name that no other file has. */
    Path newName() throws IOException;
  }

  /** So often a directory is made anew that others remove. */
  private static final int PATIENCE = 100;

  private final StoreLayout layout;
  private final ExplainedDisk disk;
  private final Directories directories;
  private final Temp temp;

  DiskRefs(StoreLayout layout, ExplainedDisk disk, Directories directories, Temp temp) {
    this.layout = layout;
    this.disk = disk;
    this.directories = directories;
    this.temp = temp;
  }

  @Override
  public Optional<byte[]> read(String name) throws IOException {
    Path file = file(name);
    if (!isThere(name)) {
      if (leadsNowhere(name)) {
        throw new IOException(
            file + ": is a link that leads nowhere; mount what it leads to, or delete the link");
      }
      return Optional.empty();
    }
    try (ByteSource input = disk.open(file)) {
      return Optional.of(new RegionStream(input, 0, Long.MAX_VALUE).readAllBytes());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** What a link leads to may be on a disk that is not mounted: nobody knows what it says. */
  private boolean leadsNowhere(String name) throws IOException {
    Path file = file(name);
    return isReachable(name)
        && disk.kind(file) == Disk.FileKind.LINK
        && disk.size(file) == Disk.ABSENT
        && !disk.isDirectory(file);
  }

  @Override
  public void write(String name, byte[] value) throws IOException {
    Path file = file(name);
    requireAlone(name, file);
    Path draft = temp.newName();
    try {
      try (ByteSink out = disk.create(draft)) {
        out.write(value, 0, value.length);
        out.force();
      }
      publish(draft, file);
    } catch (IOException e) {
      abandon(draft, e);
      throw e;
    }
  }

  /**
   * Renames a draft to its place. The directories above may be gone before that, since another
   * process has removed them when they were empty; and one that is there may have been made anew by
   * another that did not force it yet, so all are forced each time, which costs little where
   * nothing has changed.
   */
  private void publish(Path draft, Path file) throws IOException {
    Directories.Forcing forcing = directories.forcing();
    forcing.require(layout.refs());
    for (int race = 1; ; race++) {
      try {
        makeDirectories(file.resolveSibling(""));
        disk.rename(draft, file);
        break;
      } catch (NoSuchFileException e) {
        if (race == PATIENCE) {
          throw e;
        }
      }
    }
    forcing.force();
    force(file);
  }

  /** Makes a directory under that of all refs, and those above it, where they are missing. */
  private void makeDirectories(Path directory) throws IOException {
    if (directory.equals(layout.refs())) {
      return;
    }
    makeDirectories(directory.resolveSibling(""));
    try {
      disk.makeDirectory(directory);
    } catch (FileAlreadyExistsException e) {
      // As it should be.
    }
  }

  /**
   * Forces the directories above a ref, or of these what is left: where another process has deleted
   * the ref, and those that were empty then, the next above says so.
   */
  private void force(Path file) throws IOException {
    for (Path above = file.resolveSibling("");
        above.startsWith(layout.refs());
        above = above.resolveSibling("")) {
      try {
        disk.forceDirectory(above);
      } catch (NoSuchFileException e) {
        // Gone, which the one above it tells.
      }
    }
  }

  private void abandon(Path draft, IOException failure) {
    try {
      disk.delete(draft);
    } catch (NoSuchFileException e) {
      // It never came to be, or was renamed already.
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  /** Refuses a name that would have to be a file and a directory at once. */
  private void requireAlone(String name, Path file) throws IOException {
    if (isReachable(name) && disk.isDirectory(file)) {
      List<String> under = list(name);
      if (!under.isEmpty()) {
        throw RefName.conflict(name, under.get(0));
      }
      removeEmpty(file);
    }
    for (int slash = name.lastIndexOf('/'); slash > 0; slash = name.lastIndexOf('/', slash - 1)) {
      String above = name.substring(0, slash);
      if (isThere(above)) {
        throw RefName.conflict(name, above);
      }
    }
  }

  private void removeEmpty(Path directory) throws IOException {
    for (String name : disk.list(directory)) {
      removeEmpty(directory.resolve(name));
    }
    try {
      disk.delete(directory);
    } catch (NoSuchFileException e) {
      // Another process was faster.
    }
  }

  @Override
  public boolean delete(String name) throws IOException {
    Path file = file(name);
    if (!isThere(name) && !leadsNowhere(name)) {
      return false;
    }
    try {
      disk.delete(file);
    } catch (NoSuchFileException e) {
      return false;
    }
    force(file);
    removeEmptied(file);
    return true;
  }

  /**
   * Removes the directories above a ref that are empty now, but for that of its kind. They do no
   * harm, so none has to go.
   */
  private void removeEmptied(Path file) {
    Path above = file.resolveSibling("");
    try {
      while (above.getNameCount() > layout.refs().getNameCount() + 1) {
        disk.delete(above);
        above = above.resolveSibling("");
      }
    } catch (IOException e) {
      // It is not empty, or another process was faster, and goes on.
    }
  }

  @Override
  public List<String> list(String parent) throws IOException {
    disk.requireStore(new NoSuchFileException(layout.format().toString()));
    List<String> names = new ArrayList<>();
    if (parent.isEmpty()) {
      collect(layout.refs(), "", names);
    } else if (isReachable(parent)) {
      collect(file(parent), parent, names);
    }
    Collections.sort(names);
    return names;
  }

  private void collect(Path directory, String prefix, List<String> names) throws IOException {
    if (!disk.isDirectory(directory)) {
      return;
    }
    for (String part : disk.list(directory)) {
      if (!RefName.isPart(part)) {
        continue; // a stray
      }
      String name = prefix.isEmpty() ? part : prefix + "/" + part;
      Path path = directory.resolve(part);
      if (disk.isDirectory(path)) {
        collect(path, name, names);
      } else {
        names.add(name);
      }
    }
  }

  private boolean isThere(String name) throws IOException {
    Path file = file(name);
    boolean there = isReachable(name) && disk.size(file) != Disk.ABSENT;
    if (!there) {
      disk.requireStore(new NoSuchFileException(file.toString()));
    }
    return there;
  }

  /**
   * Returns whether all parts of a name but its last are directories. Where one is a ref, there is
   * none under it; to ask the disk for it would be an error.
   */
  private boolean isReachable(String name) throws IOException {
    for (int slash = name.indexOf('/'); slash > 0; slash = name.indexOf('/', slash + 1)) {
      if (!disk.isDirectory(file(name.substring(0, slash)))) {
        return false;
      }
    }
    return true;
  }

  private Path file(String name) {
    return layout.refs().resolve(new RefName(name).text());
  }
}
