package io.catalytic.store.pack;

import io.catalytic.digest.Hash;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * The entries of all packs, grouped by blob, in the order of the hashes; holds a few of each pack
 * in memory. Records that a tombstone says are dead are left out. For one thread.
 */
public final class MergedEntries {
  private final Dead dead;
  private final PriorityQueue<Cursor> queue =
      new PriorityQueue<>(
          Comparator.<Cursor, Hash>comparing(cursor -> cursor.entry.digest().hash())
              .thenComparing(cursor -> cursor.pack.file().id()));

  /**
   * One record of a blob.
   *
   * @param pack where it is
   * @param entry the record
   */
  public record Located(Pack pack, PackEntry entry) {}

  /** Says which records are dead. */
  public interface Dead {

    /** Returns whether the record of a blob in the pack of this id is. */
    boolean isDead(Hash hash, String packId);
  }

  /** Starts with the first blob of these packs. */
  public MergedEntries(Collection<Pack> packs, Dead dead) throws IOException {
    this.dead = dead;
    for (Pack pack : packs) {
      add(pack, new PackEntries(pack));
    }
  }

  /** Returns all living records of the next blob that has any, or an empty list after the last. */
  public List<Located> next() throws IOException {
    List<Located> found = new ArrayList<>();
    while (found.isEmpty() && !queue.isEmpty()) {
      Hash hash = queue.element().entry.digest().hash();
      while (!queue.isEmpty() && queue.element().entry.digest().hash().equals(hash)) {
        Cursor cursor = queue.remove();
        if (!dead.isDead(hash, cursor.pack.file().id())) {
          found.add(new Located(cursor.pack, cursor.entry));
        }
        add(cursor.pack, cursor.entries);
      }
    }
    return found;
  }

  private void add(Pack pack, PackEntries entries) throws IOException {
    @Nullable PackEntry next;
    try {
      next = entries.next();
    } catch (NoSuchFileException e) {
      return; // removed since it was listed
    }
    if (next != null) {
      queue.add(new Cursor(next, pack, entries));
    }
  }

  /**
   * A pack and its next entry.
   *
   * @param entry the next
   * @param pack the pack
   * @param entries those after it
   */
  private record Cursor(PackEntry entry, Pack pack, PackEntries entries) {}
}
