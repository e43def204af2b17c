package io.catalytic.domain;

import io.catalytic.merkle.EntryType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a walk saw at a path, whether it can be an entry or not.
 *
 * @param path where
 * @param stamp what the file system said of it
 * @param refusal why it can't be an entry, as "is a FIFO"; empty if it can
 */
public record Sighting(RawPath path, FileStamp stamp, Optional<String> refusal) {

  /** Looks at a file, without opening it. */
  static Sighting of(Path file, RawPath path) throws IOException {
    FileStamp stamp = FileStamp.of(file);
    EntryType type = stamp.type().orElse(null);
    if (type == null) {
      return new Sighting(path, stamp, Optional.of("is " + stamp.specialType()));
    }
    if (path.isRoot() && type != EntryType.DIRECTORY) {
      // A domain is a directory; what took its place is not looked into.
      return new Sighting(path, stamp, Optional.of("is a " + type.wireName() + ", no directory"));
    }
    if (type == EntryType.FILE && !Files.isReadable(file)) {
      return new Sighting(path, stamp, Optional.of("can't be read: permission denied"));
    }
    return new Sighting(path, stamp, Optional.empty());
  }

  /** Returns what can be read into an entry, or empty if the path is refused. */
  public Optional<Found> found() {
    return refusal.isPresent()
        ? Optional.empty()
        : stamp.type().map(type -> new Found(path, type, stamp));
  }

  /** Returns whether it is a directory, be it one that can't be listed. */
  public boolean isDirectory() {
    return stamp.type().filter(EntryType.DIRECTORY::equals).isPresent();
  }
}
