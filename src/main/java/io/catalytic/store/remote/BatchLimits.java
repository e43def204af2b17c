package io.catalytic.store.remote;

import io.catalytic.store.Compression;
import io.catalytic.store.StoreSettings;
import io.catalytic.store.pack.PackFormat;

/**
 * How a batch is kept; readers need none of it.
 *
 * @param packBelow blobs of fewer bytes go into packs, and are held in memory while they are put;
 *     from 0 (none) to 64 MiB
 * @param packLimit bytes of data after which a batch begins another pack, at least 1
 * @param compression of the blobs in packs
 */
record BatchLimits(int packBelow, long packLimit, Compression compression) {

  /** The largest blob that may be in a pack: one is held in memory as a whole. */
  static final int MOST_PACKED = 1 << 26;

  /** Blobs below 4 MiB in packs of about 256 MiB. */
  static final BatchLimits DEFAULT = new BatchLimits(1 << 22, 1L << 28);

  /** Limits without compression. */
  BatchLimits(int packBelow, long packLimit) {
    this(packBelow, packLimit, Compression.NONE);
  }

  /** Returns what holds for a store that says nothing of itself. */
  StoreSettings settings() {
    return new StoreSettings(Math.min(packBelow, StoreSettings.MAX_PACK_BELOW), compression);
  }

  /** Returns this with what a store says. */
  BatchLimits with(StoreSettings settings) {
    return new BatchLimits((int) settings.packBelow(), packLimit, settings.compression());
  }

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
