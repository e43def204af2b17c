package io.catalytic.store.disk;

import io.catalytic.store.Compression;
import io.catalytic.store.pack.PackFormat;

/**
 * How a store on disk keeps what it is given; readers need none of it.
 *
 * @param packBelow blobs of fewer bytes go into packs, from 0 (none) to 16 MiB
 * @param packLimit bytes of data after which a batch begins another pack, at least 1
 * @param compression of the blobs in packs
 */
record DiskOptions(int packBelow, long packLimit, Compression compression) {

  /** The largest blob that may be in a pack, in bytes. */
  static final int MOST_PACKED = 1 << 24;

  /** Blobs below 128 KiB in packs of about 256 MiB. */
  static final DiskOptions DEFAULT = new DiskOptions(1 << 17, 1L << 28);

  /** Without compression. */
  DiskOptions(int packBelow, long packLimit) {
    this(packBelow, packLimit, Compression.NONE);
  }

  /** Refuses what can't be written. */
  DiskOptions {
    if (packBelow < 0 || packBelow > MOST_PACKED) {
      throw new IllegalArgumentException(
          "packBelow: from 0 to " + MOST_PACKED + "; got " + packBelow);
    }
    if (packLimit < 1 || packLimit > PackFormat.MAX_DATA - MOST_PACKED) {
      throw new IllegalArgumentException(
          "packLimit: from 1 to " + (PackFormat.MAX_DATA - MOST_PACKED) + "; got " + packLimit);
    }
  }
}
