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
public record FileStamp(
    int mode, long size, long device, long inode, FileTime modified, FileTime changed) {
  private static final String ATTRIBUTES = "unix:mode,size,dev,ino,lastModifiedTime,ctime";
  private static final int TYPE_BITS = 0170000;
  private static final int REGULAR = 0100000;
  private static final int DIRECTORY = 0040000;
  private static final int LINK = 0120000;

  /**
   * Returns what is at a path; of a symbolic link, what the link itself is.
   *
   * @throws java.nio.file.NoSuchFileException if there is nothing
   */
  public static FileStamp of(Path path) throws IOException {
    return read(path, LinkOption.NOFOLLOW_LINKS);
  }

  /** Returns what a path in {@code /proc/self/fd} leads to. */
  static FileStamp ofDescriptor(Path path) throws IOException {
    return read(path);
  }

  private static FileStamp read(Path path, LinkOption... options) throws IOException {
    Map<String, Object> attributes = Files.readAttributes(path, ATTRIBUTES, options);
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
  public Optional<EntryType> type() {
    return switch (mode & TYPE_BITS) {
      case REGULAR -> Optional.of(EntryType.FILE);
      case DIRECTORY -> Optional.of(EntryType.DIRECTORY);
      case LINK -> Optional.of(EntryType.SYMLINK);
      default -> Optional.empty();
    };
  }

  /** Returns what a path that cannot be an entry is, in words. */
  public String specialType() {
    return switch (mode & TYPE_BITS) {
      case 0010000 -> "a FIFO";
      case 0140000 -> "a socket";
      case 0020000 -> "a character device";
      case 0060000 -> "a block device";
      default -> "of unknown type " + Integer.toOctalString(mode & TYPE_BITS);
    };
  }

  /** Returns the permission bits: 0 to 07777. */
  public int permissions() {
    return mode & 07777;
  }

  /**
   * Returns whether this is the file that the other stamp saw, with the same content as far as the
   * clock tells. Modes may differ, and how many names the file has.
   */
  public boolean sameFile(FileStamp other) {
    boolean same =
        device == other.device
            && inode == other.inode
            && (mode & TYPE_BITS) == (other.mode & TYPE_BITS);
    boolean contentCounts = (mode & TYPE_BITS) == REGULAR;
    return same && (!contentCounts || (size == other.size && modified.equals(other.modified)));
  }
}
