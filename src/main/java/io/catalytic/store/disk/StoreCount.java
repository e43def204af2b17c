package io.catalytic.store.disk;

import io.catalytic.digest.Digest;
import io.catalytic.store.StoreStats;
import io.catalytic.store.pack.MergedEntries;
import io.catalytic.store.pack.MergedEntries.Located;
import io.catalytic.store.pack.Pack;
import io.catalytic.store.pack.PackEntry;
import java.io.IOException;
import java.util.List;

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
  StoreStats count(long quarantined, long condemned) throws IOException {
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
        new StoreStats.Loose(files.count, files.bytes),
        condemned);
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

  private void countPacked() throws IOException {
    MergedEntries entries = new MergedEntries(all, packs::isDead);
    for (List<Located> found = entries.next(); !found.isEmpty(); found = entries.next()) {
      PackEntry entry = found.get(0).entry();
      packed.add(entry.digest().size());
      compressed += entry.encoding() == PackEntry.ZSTD ? 1 : 0;
    }
  }
}
