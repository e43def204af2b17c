package io.catalytic.store.disk;

import io.catalytic.digest.Digest;
import io.catalytic.store.StoreStats;
import java.io.IOException;
import java.util.List;

/** Counts the blobs of a store, each once wherever it lies, in bounded memory. */
final class StoreCount {
  private final Packs packs;
  private final LooseObjects loose;
  private long blobs;
  private long bytes;

  StoreCount(Packs packs, LooseObjects loose) {
    this.packs = packs;
    this.loose = loose;
  }

  /** Counts, once. */
  StoreStats count(long quarantined) throws IOException {
    MergedEntries entries = new MergedEntries(packs);
    for (List<MergedEntries.Located> found = entries.next();
        !found.isEmpty();
        found = entries.next()) {
      add(found.get(0).entry().digest());
    }
    loose.forEach(this::countLoose);
    return new StoreStats(blobs, bytes, quarantined);
  }

  private void countLoose(Digest digest) throws IOException {
    var packed = packs.find(digest.hash());
    if (packed.isPresent()) {
      packed.get().close();
    } else {
      add(digest);
    }
  }

  private void add(Digest digest) {
    blobs++;
    bytes += digest.size();
  }
}
