package io.catalytic.merkle;

import io.catalytic.digest.Hash;
import io.catalytic.digest.Hasher;
import java.nio.ByteBuffer;

/**
 * What the trie commits to for one path.
 *
 * <p>As bytes (48 of them, big-endian): {@code 0x01 ‖ type u8 ‖ mode u32 ‖ size u64 ‖ content hash
 * ‖ extension count u16}; there are no extensions today.
 *
 * @param type file, directory or symlink
 * @param mode permission bits, 0 to 07777; 0 for a symlink
 * @param size bytes of the file or of the link's target; 0 for a directory
 * @param content SHA-256 of the file's bytes or of the link's raw target; zeros for a directory
 */
public record LeafValue(EntryType type, int mode, long size, Hash content) {
  private static final byte FORMAT = 1;
  private static final int MAX_MODE = 07777;

  /** Bytes of {@code V}. */
  static final int BYTES = 1 + 1 + 4 + 8 + Hash.BYTES + 2;

  /** Refuses values that no path can have, so that equal paths have one encoding. */
  public LeafValue {
    if (mode < 0 || mode > MAX_MODE) {
      throw new IllegalArgumentException(
          "a mode is 0 to 07777; got 0" + Integer.toOctalString(mode));
    }
    if (size < 0) {
      throw new IllegalArgumentException("a size is at least 0; got " + size);
    }
    if (type == EntryType.SYMLINK && mode != 0) {
      throw new IllegalArgumentException("a symlink's mode is 0");
    }
    if (type == EntryType.DIRECTORY && (size != 0 || !content.equals(Hash.ZERO))) {
      throw new IllegalArgumentException("a directory has size 0 and no content");
    }
  }

  /** Returns the bytes {@code V}. */
  public byte[] encode() {
    return ByteBuffer.allocate(BYTES)
        .put(FORMAT)
        .put((byte) type.code())
        .putInt(mode)
        .putLong(size)
        .put(content.bytes())
        .putShort((short) 0)
        .array();
  }

  /**
   * Returns the value whose bytes {@code V} come next, and goes past them.
   *
   * @throws IllegalArgumentException if they are none that {@link #encode} gives
   */
  static LeafValue decode(ByteBuffer bytes) {
    int format = bytes.get();
    if (format != FORMAT) {
      throw new IllegalArgumentException("a value has format 1; got " + format);
    }
    EntryType type = EntryType.ofCode(bytes.get());
    int mode = bytes.getInt();
    long size = bytes.getLong();
    byte[] content = new byte[Hash.BYTES];
    bytes.get(content);
    int extensions = bytes.getShort() & 0xffff;
    if (extensions != 0) {
      throw new IllegalArgumentException("a value has no extensions; got " + extensions);
    }
    return new LeafValue(type, mode, size, Hash.ofBytes(content));
  }

  /** Returns {@code SHA256(V)}. */
  public Hash hash() {
    return Hasher.sha256(encode());
  }

  /** Returns the trie's leaf for this value at a key. */
  public Subtree.Leaf at(Hash key) {
    return Subtree.leaf(key, hash(), type == EntryType.FILE ? size : 0);
  }
}
