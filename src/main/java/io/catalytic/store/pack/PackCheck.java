package io.catalytic.store.pack;

import io.catalytic.digest.Hash;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * Whether a pack's own records are right and agree: every entry, their order, their common
 * checksum, the summary, and the data, which lies without gaps. Of the blobs' bytes it says
 * nothing. For one use.
 *
 * <p>It holds 8 bytes a blob, some 2 MB for the packs that a batch writes.
 */
public final class PackCheck {
  private static final int AT_A_TIME = 1 << 13;
  private static final int OFFSET = Hash.BYTES;
  private static final int STORED = Hash.BYTES + 4;

  private final Pack pack;
  private final CRC32C crc = new CRC32C();
  private final long[] regions;
  private Hash last = Hash.ZERO;

  private PackCheck(Pack pack) {
    this.pack = pack;
    regions = new long[pack.count()];
  }

  /**
   * Reads all entries of a pack.
   *
   * @throws PackDamagedException if any record is not what it has to be
   * @throws java.nio.file.NoSuchFileException if the pack is there no more
   */
  public static void check(Pack pack) throws IOException {
    new PackCheck(pack).check();
  }

  private void check() throws IOException {
    PackFormat.Trailer trailer = pack.trailer();
    try (ByteSource in = pack.file().open()) {
      for (int from = 0; from < pack.count(); from += AT_A_TIME) {
        int count = Math.min(AT_A_TIME, pack.count() - from);
        long offset = trailer.entriesOffset() + (long) PackEntry.BYTES * from;
        byte[] bytes = Pack.read(pack.file(), in, offset, PackEntry.BYTES * count);
        crc.update(bytes);
        for (int i = 0; i < count; i++) {
          take(from + i, bytes, i * PackEntry.BYTES);
        }
      }
    }
    if ((int) crc.getValue() != trailer.entriesCrc()) {
      throw damaged("entries: their common checksum is wrong");
    }
    checkRegions();
  }

  private void take(int index, byte[] bytes, int at) throws PackDamagedException {
    PackEntry entry = PackEntry.decode(bytes, at, pack.trailer().summaryOffset());
    if (entry == null) {
      throw damaged("entry " + index + ": its checksum is wrong");
    }
    Hash hash = entry.digest().hash();
    if (index > 0 && last.compareTo(hash) >= 0) {
      throw damaged("entry " + index + ": not in the order of the hashes");
    }
    last = hash;
    if (!pack.summary().holds(index, hash)) {
      throw damaged("summary: it does not say where entry " + index + " is");
    }
    ByteBuffer raw = ByteBuffer.wrap(bytes);
    // Sorted as signed numbers; an offset has all 32 bits.
    long offset = raw.getInt(at + OFFSET) ^ Integer.MIN_VALUE;
    regions[index] = offset << 32 | Integer.toUnsignedLong(raw.getInt(at + STORED));
  }

  /** The data of all blobs, one after another, are the whole data. */
  private void checkRegions() throws PackDamagedException {
    Arrays.sort(regions);
    long end = PackFormat.HEADER;
    for (long region : regions) {
      long offset = Integer.toUnsignedLong((int) (region >>> 32) ^ Integer.MIN_VALUE);
      if (offset != end) {
        throw damaged("data: a blob starts at byte " + offset + " and not at " + end);
      }
      end += region & 0xFFFF_FFFFL;
    }
    if (end != pack.trailer().summaryOffset()) {
      throw damaged(
          "data: the blobs end at byte " + end + " and not at " + pack.trailer().summaryOffset());
    }
  }

  private PackDamagedException damaged(String what) {
    return new PackDamagedException(pack.file(), what);
  }
}
