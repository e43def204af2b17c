package io.catalytic.domain;

import io.catalytic.merkle.EntryType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What the file system says of a path, without following links. Two equal stamps around a read say
 * that nobody changed the file in between, as far as the file system's clock can tell (a few
 * milliseconds).
 *
 * @param mode all mode bits, the type's too
 * @param size bytes
 * @param device together with the inode: which file it is
 * @param inode see device
 * @param modified when its content changed
 * @param changed when its content, mode or links changed
 */
record FileStamp(
    int mode, long size, long device, long inode, FileTime modified, FileTime changed) {
  private static final String ATTRIBUTES = "unix:mode,size,dev,ino,lastModifiedTime,ctime";
  private static final int TYPE_BITS = 0170000;
  private static final int REGULAR = 0100000;
  private static final int DIRECTORY = 0040000;
  private static final int LINK = 0120000;

  static FileStamp of(Path path) throws IOException {
    Map<String, Object> attributes =
        Files.readAttributes(path, ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
    return new FileStamp(
        get(attributes, "mode", Integer.class),
        get(attributes, "size", Long.class),
        get(attributes, "dev", Long.class),
        get(attributes, "ino", Long.class),
        get(attributes, "lastModifiedTime", FileTime.class),
        get(attributes, "ctime", FileTime.class));
  }

  private static <T> T get(Map<String, Object> attributes, String name, Class<T> type) {
    return type.cast(Objects.requireNonNull(attributes.get(name), name));
  }

  /** Returns the type, or empty for what cannot be an entry. */
  Optional<EntryType> type() {
    return switch (mode & TYPE_BITS) {
      case REGULAR -> Optional.of(EntryType.FILE);
      case DIRECTORY -> Optional.of(EntryType.DIRECTORY);
      case LINK -> Optional.of(EntryType.SYMLINK);
      default -> Optional.empty();
    };
  }

  /** Returns what a path that cannot be an entry is, in words. */
  String specialType() {
    return switch (mode & TYPE_BITS) {
      case 0010000 -> "a FIFO";
      case 0140000 -> "a socket";
      case 0020000 -> "a character device";
      case 0060000 -> "a block device";
      default -> "of unknown type " + Integer.toOctalString(mode & TYPE_BITS);
    };
  }

  /** Returns the permission bits: 0 to 07777. */
  int permissions() {
    return mode & 07777;
  }
}
