package io.catalytic.store.disk;

import io.catalytic.digest.Digest;
import io.catalytic.digest.Hash;
import io.catalytic.store.StoreStats;
import io.catalytic.store.pack.Pack;
import io.catalytic.store.pack.PackEntries;
import io.catalytic.store.pack.PackEntry;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** Counts the blobs of a store, each once wherever it lies, in bounded memory. */
final class StoreCount {
  private final Packs packs;
  private final LooseObjects loose;
  private final List<Pack> all;
  private final Sum packed = new Sum();
  private final Sum alone = new Sum();
  private final Sum files = new Sum();
  private long compressed;

  StoreCount(Packs packs, LooseObjects loose) {
    this.packs = packs;
    this.loose = loose;
    all = packs.view().all();
  }

  /** So many, with so many bytes. */
  private static final class Sum {
    private long count;
    private long bytes;

    void add(long size) {
      count++;
      bytes += size;
    }
  }

  /** Counts, once. */
  StoreStats count(long quarantined) throws IOException {
    countPacked();
    loose.forEach(this::countLoose);
    return new StoreStats(
        packed.count + alone.count,
        packed.bytes + alone.bytes,
        quarantined,
        new StoreStats.Packs(
            all.size(),
            packed.count,
            compressed,
            packed.bytes,
            all.stream().mapToLong(Pack::size).sum()),
        new StoreStats.Loose(files.count, files.bytes));
  }

  private void countLoose(Digest digest) throws IOException {
    files.add(digest.size());
    var inPack = packs.find(digest.hash());
    if (inPack.isPresent()) {
      inPack.get().close();
    } else {
      alone.add(digest.size());
    }
  }

  /** Merges the packs' entries, all sorted by hash. */
  private void countPacked() throws IOException {
    PriorityQueue<Cursor> queue =
        new PriorityQueue<>(Comparator.comparing(cursor -> cursor.entry.digest().hash()));
    for (Pack pack : all) {
      Cursor.add(new PackEntries(pack), pack.file().id(), queue);
    }
    Hash last = Hash.ZERO; // no blob's
    for (Cursor cursor = queue.poll(); cursor != null; cursor = queue.poll()) {
      Digest digest = cursor.entry.digest();
      if (!digest.hash().equals(last) && !packs.isDead(digest.hash(), cursor.id)) {
        packed.add(digest.size());
        compressed += cursor.entry.encoding() == PackEntry.ZSTD ? 1 : 0;
        last = digest.hash();
      }
      Cursor.add(cursor.entries, cursor.id, queue);
    }
  }

  /**
   * A pack and its next entry.
   *
   * @param entry the next
   * @param entries those after it
   * @param id the pack's
   */
  private record Cursor(PackEntry entry, PackEntries entries, String id) {
    static void add(PackEntries entries, String id, PriorityQueue<Cursor> queue)
        throws IOException {
      @Nullable PackEntry next;
      try {
        next = entries.next();
      } catch (NoSuchFileException e) {
        return; // removed since it was listed
      }
      if (next != null) {
        queue.add(new Cursor(next, entries, id));
      }
    }
  }
}
