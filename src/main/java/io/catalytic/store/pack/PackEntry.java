package io.catalytic.store.pack;

import io.catalytic.digest.Digest;
import io.catalytic.digest.Hash;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Where a blob lies in a pack, and how: hash (32 bytes), offset, stored length, size, encoding,
 * CRC-32C of all that (u32 each).
 *
 * @param digest the blob's
 * @param offset where its bytes start, from the start of the file
 * @param stored how many bytes it takes there
 * @param encoding {@link #PLAIN}, {@link #ZSTD}, or one that only a newer program knows
 */
public record PackEntry(Digest digest, long offset, long stored, int encoding) {

  /** The blob as it is: as many bytes as it has. */
  public static final int PLAIN = 0;

  /** The blob as one zstd frame: fewer bytes than it has. */
  public static final int ZSTD = 1;

  /** Bytes of an entry. */
  public static final int BYTES = Hash.BYTES + 20;

  private static final int CHECKED = BYTES - 4;
  private static final long U32 = 0xFFFF_FFFFL;

  /** Writes the entry. */
  public void encode(byte[] into, int at) {
    ByteBuffer buffer = ByteBuffer.wrap(into, at, BYTES);
    buffer.put(digest.hash().bytes());
    buffer.putInt((int) offset).putInt((int) stored).putInt((int) digest.size());
    buffer.putInt(encoding).putInt(PackFormat.crc(into, at, CHECKED));
  }

  /**
   * Returns the entry that stands there, or null if it is damaged: its checksum is wrong, or it
   * says what can't be.
   */
  public static @Nullable PackEntry decode(byte[] from, int at, long dataEnd) {
    ByteBuffer buffer = ByteBuffer.wrap(from, at, BYTES);
    if (buffer.getInt(at + CHECKED) != PackFormat.crc(from, at, CHECKED)) {
      return null;
    }
    byte[] hash = new byte[Hash.BYTES];
    buffer.get(hash);
    long offset = buffer.getInt() & U32;
    long stored = buffer.getInt() & U32;
    long size = buffer.getInt() & U32;
    PackEntry entry =
        new PackEntry(new Digest(Hash.ofBytes(hash), size), offset, stored, buffer.getInt());
    boolean inside = offset >= PackFormat.HEADER && offset + stored <= dataEnd;
    return inside && entry.lengthsAgree() ? entry : null;
  }

  private boolean lengthsAgree() {
    return switch (encoding) {
      case PLAIN -> stored == digest.size();
      case ZSTD -> stored < digest.size() && digest.size() <= ZstdFrame.MOST;
      default -> true;
    };
  }

  /** Returns whether this program can read the blob. */
  public boolean isKnown() {
    return encoding == PLAIN || encoding == ZSTD;
  }

  /**
   * Returns the blob's bytes as they can be read from a pack's file, not verified: fewer if the
   * file was cut, none if they do not stand there as the encoding says.
   *
   * @throws IllegalStateException if the encoding is not {@linkplain #isKnown known}
   */
  public byte[] bytes(ByteSource in) throws IOException {
    return switch (encoding) {
      case PLAIN -> stored(in);
      case ZSTD -> ZstdFrame.decode(stored(in), (int) digest.size());
      default -> throw new IllegalStateException("no known encoding: " + encoding);
    };
  }

  /** Returns the bytes that stand in a pack's file, whatever they mean; fewer if it was cut. */
  public byte[] stored(ByteSource in) throws IOException {
    return new RegionStream(in, offset, stored).readAllBytes();
  }
}
