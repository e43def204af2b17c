package io.catalytic.store.remote;

import io.catalytic.digest.Digest;
import io.catalytic.digest.Hash;
import io.catalytic.store.StoreStats;
import io.catalytic.store.pack.MergedEntries;
import io.catalytic.store.pack.MergedEntries.Located;
import io.catalytic.store.pack.Pack;
import io.catalytic.store.pack.PackEntry;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Counts the blobs of a store, each once wherever it lies: merges the packs' sorted entries. */
final class RemoteCount {
  private final KnownPacks view;
  private final Set<Hash> twice = new HashSet<>();
  private long packed;
  private long packedBytes;
  private long compressed;

  RemoteCount(KnownPacks view) {
    this.view = view;
  }

  /** Counts, once. */
  StoreStats count(long quarantined) throws IOException {
    countPacked();
    long alone = 0;
    long aloneBytes = 0;
    for (Map.Entry<Hash, List<SingleBlob>> same : view.alone().entrySet()) {
      List<Digest> living =
          same.getValue().stream()
              .filter(single -> !view.isDead(same.getKey(), single.id()))
              .map(SingleBlob::digest)
              .toList();
      if (!living.isEmpty() && !twice.contains(same.getKey())) {
        alone++;
        aloneBytes += living.get(0).size();
      }
    }
    List<SingleBlob> objects = view.alone().values().stream().flatMap(List::stream).toList();
    return new StoreStats(
        packed + alone,
        packedBytes + aloneBytes,
        quarantined,
        new StoreStats.Packs(
            view.all().size(),
            packed,
            compressed,
            packedBytes,
            view.all().stream().mapToLong(Pack::size).sum()),
        new StoreStats.Loose(
            objects.size(), objects.stream().mapToLong(single -> single.digest().size()).sum()),
        0);
  }

  private void countPacked() throws IOException {
    MergedEntries entries = new MergedEntries(view.all(), view::isDead);
    for (List<Located> found = entries.next(); !found.isEmpty(); found = entries.next()) {
      PackEntry entry = found.get(0).entry();
      packed++;
      packedBytes += entry.digest().size();
      compressed += entry.encoding() == PackEntry.ZSTD ? 1 : 0;
      if (view.alone().containsKey(entry.digest().hash())) {
        twice.add(entry.digest().hash());
      }
    }
  }
}
