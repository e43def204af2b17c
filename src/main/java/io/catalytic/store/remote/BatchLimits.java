package io.catalytic.store.remote;

import io.catalytic.store.pack.PackFormat;

/**
 * How a batch is kept; readers need none of it.
 *
 * @param packBelow blobs of fewer bytes go into packs, and are held in memory while they are put;
 *     from 0 (none) to 64 MiB
 * @param packLimit bytes of data after which a batch begins another pack, at least 1
 */
record BatchLimits(int packBelow, long packLimit) {
  private static final int MOST_PACKED = 1 << 26;

  /** Blobs below 4 MiB in packs of about 256 MiB. */
  static final BatchLimits DEFAULT = new BatchLimits(1 << 22, 1L << 28);

  /** Refuses what can't be written. */
  BatchLimits {
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
