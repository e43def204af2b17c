package io.catalytic.store.disk;

import io.catalytic.store.Compression;
import io.catalytic.store.StoreSettings;
import io.catalytic.store.pack.PackFormat;

/**
 * How a store on disk keeps what it is given; readers need none of it.
 *
 * @param settings what holds, where the store itself does not say
 * @param packLimit bytes of data after which a batch begins another pack, at least 1
 */
record DiskOptions(StoreSettings settings, long packLimit) {

  /** The largest blob that may be in a pack, in bytes. */
  static final int MOST_PACKED = (int) StoreSettings.MAX_PACK_BELOW;

  /** Packs of about 256 MiB. */
  static final DiskOptions DEFAULT = new DiskOptions(StoreSettings.DEFAULT, 1L << 28);

  /** Without compression. */
  DiskOptions(int packBelow, long packLimit) {
    this(new StoreSettings(packBelow, Compression.NONE), packLimit);
  }

  /** Refuses what can't be written. */
  DiskOptions {
    if (packLimit < 1 || packLimit > PackFormat.MAX_DATA - MOST_PACKED) {
      throw new IllegalArgumentException(
          "packLimit: from 1 to " + (PackFormat.MAX_DATA - MOST_PACKED) + "; got " + packLimit);
    }
  }

  /** Returns these with other settings. */
  DiskOptions with(StoreSettings other) {
    return new DiskOptions(other, packLimit);
  }

  /** Returns the size in bytes below which blobs go into packs. */
  int packBelow() {
    return (int) settings.packBelow();
  }
}
