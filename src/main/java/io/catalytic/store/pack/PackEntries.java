package io.catalytic.store.pack;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Goes through a pack's entries in the order of their hashes, some at a time; keeps no file open.
 * For one thread.
 */
public final class PackEntries {
  private static final int AT_A_TIME = 128;

  private final Pack pack;
  private PackEntry[] read = {};
  private int index;
  private int position;
  private @Nullable PackEntry last;

  public PackEntries(Pack pack) {
    this.pack = pack;
  }

  /**
   * Returns the next entry, or null after the last.
   *
   * @throws PackDamagedException if it is not what it has to be, or out of order
   */
  public @Nullable PackEntry next() throws IOException {
    if (index == read.length) {
      int count = Math.min(AT_A_TIME, pack.count() - position);
      if (count == 0) {
        return null;
      }
      read = pack.entries(position, count);
      position += count;
      index = 0;
    }
    PackEntry entry = read[index++];
    if (last != null && last.digest().hash().compareTo(entry.digest().hash()) >= 0) {
      throw new PackDamagedException(pack.file(), "entries: not in the order of their hashes");
    }
    last = entry;
    return entry;
  }
}
