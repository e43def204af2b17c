package io.catalytic.store.remote;

import io.catalytic.digest.Digest;
import io.catalytic.digest.Hash;
import io.catalytic.store.StoreStats;
import io.catalytic.store.pack.Pack;
import io.catalytic.store.pack.PackEntries;
import io.catalytic.store.pack.PackEntry;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Counts the blobs of a store, each once wherever it lies: merges the packs' sorted entries. */
final class RemoteCount {
  private final KnownPacks view;
  private final Set<Hash> alone = new HashSet<>();
  private long blobs;
  private long bytes;

  RemoteCount(KnownPacks view) {
    this.view = view;
  }

  /** Counts, once. */
  StoreStats count(long quarantined) throws IOException {
    for (Map.Entry<Hash, List<SingleBlob>> same : view.alone().entrySet()) {
      same.getValue().stream()
          .filter(single -> !view.isDead(same.getKey(), single.id()))
          .findFirst()
          .ifPresent(
              single -> {
                alone.add(same.getKey());
                add(single.digest());
              });
    }
    countPacked();
    return new StoreStats(blobs, bytes, quarantined);
  }

  private void add(Digest digest) {
    blobs++;
    bytes += digest.size();
  }

  private void countPacked() throws IOException {
    PriorityQueue<Cursor> queue =
        new PriorityQueue<>(Comparator.comparing(cursor -> cursor.entry.digest().hash()));
    for (Pack pack : view.all()) {
      Cursor.add(new PackEntries(pack), pack.file().id(), queue);
    }
    Hash last = Hash.ZERO; // no blob's
    for (Cursor cursor = queue.poll(); cursor != null; cursor = queue.poll()) {
      Digest digest = cursor.entry.digest();
      Hash hash = digest.hash();
      if (!hash.equals(last) && !alone.contains(hash) && !view.isDead(hash, cursor.id)) {
        add(digest);
        last = hash;
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
