package io.catalytic.store.pack;

import io.catalytic.digest.Digest;
import io.catalytic.digest.Hash;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Where a blob lies in a pack: hash (32 bytes), offset, stored length, size, encoding, CRC-32C of
 * all that (u32 each).
 *
 * <p>The only encoding is 0, the blob as it is, whose stored length is its size.
 *
 * @param digest the blob's
 * @param offset where its bytes start, from the start of the file
 */
public record PackEntry(Digest digest, long offset) {

  /** Bytes of an entry. */
  public static final int BYTES = Hash.BYTES + 20;

  private static final int CHECKED = BYTES - 4;
  private static final long U32 = 0xFFFF_FFFFL;
  private static final int AS_IS = 0;

  /** Writes the entry. */
  public void encode(byte[] into, int at) {
    ByteBuffer buffer = ByteBuffer.wrap(into, at, BYTES);
    buffer.put(digest.hash().bytes());
    buffer.putInt((int) offset).putInt((int) digest.size()).putInt((int) digest.size());
    buffer.putInt(AS_IS).putInt(PackFormat.crc(into, at, CHECKED));
  }

  /** Returns the entry that stands there, or null if its checksum is wrong. */
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
    int encoding = buffer.getInt();
    if (encoding != AS_IS
        || stored != size
        || offset < PackFormat.HEADER
        || offset + stored > dataEnd) {
      return null;
    }
    return new PackEntry(new Digest(Hash.ofBytes(hash), size), offset);
  }
}
