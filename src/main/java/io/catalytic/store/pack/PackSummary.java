package io.catalytic.store.pack;

import io.catalytic.digest.Hash;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is kept in memory of a pack: enough to say nearly always, without a look at the disk, that
 * it does not have a blob, and where to look if it does. About 3 bytes a blob.
 *
 * <p>Entries are sorted by hash. The fan-out has 2^f + 1 numbers (u32): how many entries have an
 * f-bit prefix below 0, 1, … 2^f, where f is the largest for which a bucket has 4 entries or more
 * on average. The tags (u16) are the last two bytes of every entry's hash. With some 4 to 8 tags to
 * compare, a blob that is not there is looked for on the disk about once in ten thousand times; so
 * a lookup over hundreds of packs stays in memory. Immutable.
 */
public final class PackSummary {
  private final int bits;
  private final int[] fanOut;
  private final byte[] tags;

  private PackSummary(int bits, int[] fanOut, byte[] tags) {
    this.bits = bits;
    this.fanOut = fanOut;
    this.tags = tags;
  }

  /** Returns the bytes of a summary for so many entries. */
  public static long length(int count) {
    return 4L * ((1 << bits(count)) + 1) + 2L * count;
  }

  private static int bits(int count) {
    return Math.max(0, 29 - Integer.numberOfLeadingZeros(Math.max(1, count)));
  }

  /** Returns the last two bytes of a hash, which are independent of its prefix. */
  public static int tag(Hash hash) {
    byte[] bytes = hash.bytes();
    return (bytes[Hash.BYTES - 2] & 0xff) << 8 | (bytes[Hash.BYTES - 1] & 0xff);
  }

  /** Returns the summary of these entries, which are sorted, in its written form. */
  public static byte[] encode(List<PackEntry> entries) {
    int bits = bits(entries.size());
    int[] below = new int[(1 << bits) + 1];
    for (PackEntry entry : entries) {
      below[entry.digest().hash().prefix(bits) + 1]++;
    }
    ByteBuffer buffer = ByteBuffer.allocate((int) length(entries.size()));
    int sum = 0;
    for (int count : below) {
      sum += count;
      buffer.putInt(sum);
    }
    for (PackEntry entry : entries) {
      buffer.putShort((short) tag(entry.digest().hash()));
    }
    return buffer.array();
  }

  /** Returns the summary with this written form, or null if its fan-out is none. */
  public static @Nullable PackSummary decode(byte[] bytes, int count) {
    int bits = bits(count);
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    int[] fanOut = new int[(1 << bits) + 1];
    int before = 0;
    for (int i = 0; i < fanOut.length; i++) {
      fanOut[i] = buffer.getInt();
      if (fanOut[i] < before) {
        return null;
      }
      before = fanOut[i];
    }
    if (fanOut[0] != 0 || before != count) {
      return null;
    }
    byte[] tags = new byte[2 * count];
    buffer.get(tags);
    return new PackSummary(bits, fanOut, tags);
  }

  /**
   * Returns the first position at or after another where an entry may have this hash, or -1.
   *
   * @param tag {@link #tag} of the hash
   * @param from 0 to begin with, then one more than the last answer
   */
  public int candidate(Hash hash, int tag, int from) {
    int bucket = hash.prefix(bits);
    for (int i = Math.max(from, fanOut[bucket]); i < fanOut[bucket + 1]; i++) {
      if (tags[2 * i] == (byte) (tag >>> 8) && tags[2 * i + 1] == (byte) tag) {
        return i;
      }
    }
    return -1;
  }

  /** Returns whether it leads to the entry at a position by this hash. */
  boolean holds(int position, Hash hash) {
    int bucket = hash.prefix(bits);
    int tag = tag(hash);
    return position >= fanOut[bucket]
        && position < fanOut[bucket + 1]
        && tags[2 * position] == (byte) (tag >>> 8)
        && tags[2 * position + 1] == (byte) tag;
  }
}
