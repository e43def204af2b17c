package io.catalytic.store.disk;

import io.catalytic.digest.Digest;
import io.catalytic.store.WriteBatch;
import io.catalytic.store.pack.ByteSource;
import io.catalytic.store.pack.EntrySearch;
import io.catalytic.store.pack.Pack;
import io.catalytic.store.pack.PackCheck;
import io.catalytic.store.pack.PackDamagedException;
import io.catalytic.store.pack.PackEntry;
import io.catalytic.store.pack.PackTooNewException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Replaces a pack whose own records are damaged: every blob of it that still verifies goes into a
 * new pack, and the damaged one moves to quarantine.
 *
 * <p>The blobs are found by their entries, and these by their own checksums ({@link EntrySearch}).
 * Thread-safe.
 */
final class PackRepair {

  private final StoreLayout layout;
  private final Disk disk;
  private final Packs packs;
  private final Quarantine quarantine;
  private final Batches batches;
  private final List<String> done = new ArrayList<>();

  /** Begins batches for what can be saved. */
  interface Batches {

    /**
     * Begins a batch, which writes anew whatever has no other good copy: this one's goes out of
     * sight.
     */
    WriteBatch begin() throws IOException;
  }

  PackRepair(StoreLayout layout, Disk disk, Packs packs, Quarantine quarantine, Batches batches) {
    this.layout = layout;
    this.disk = disk;
    this.packs = packs;
    this.quarantine = quarantine;
    this.batches = batches;
  }

  /**
   * Sets a damaged pack aside, once its good blobs are in another.
   *
   * @throws PackDamagedException the one given, if that can't be done here and now
   * @throws PackTooNewException if a newer program wrote it, whose blobs this one can't save
   */
  synchronized void repair(PackDamagedException damaged) throws IOException {
    String id = damaged.id();
    Path file = layout.pack(id);
    try {
      if (isSound(file)) {
        packs.admit(id); // it was the reading that went wrong
        packs.refresh();
        return;
      }
      packs.leaveOut(id); // or the new batch would rely on what is in it
      try (WriteBatch batch = batches.begin()) {
        salvage(file, batch);
        batch.commit();
      }
      quarantine.setAside(file);
      done.add(
          damaged.getMessage()
              + "; its good blobs are in another pack now, and it is in quarantine");
    } catch (IOException e) {
      if (e instanceof NoSuchFileException && disk.size(file) == Disk.ABSENT) {
        packs.leaveOut(id); // another process has set it aside
        return;
      }
      packs.admit(id);
      if (e instanceof PackTooNewException) {
        throw e; // what can be saved of it is for a newer program
      }
      damaged.addSuppressed(e);
      throw damaged;
    }
  }

  /** Returns what was set aside so far, in a sentence for each pack. */
  synchronized List<String> done() {
    return List.copyOf(done);
  }

  private boolean isSound(Path file) throws IOException {
    try {
      PackCheck.check(Pack.open(new PackOnDisk(file, disk)));
      return true;
    } catch (PackDamagedException e) {
      return false;
    }
  }

  private void salvage(Path file, WriteBatch batch) throws IOException {
    try (ByteSource in = disk.open(file)) {
      EntrySearch.forEach(
          in,
          entry -> {
            if (!entry.isKnown()) {
              throw PackTooNewException.encoding(new PackOnDisk(file, disk), entry);
            }
            save(in, entry, batch);
          });
    }
  }

  private static void save(ByteSource in, PackEntry entry, WriteBatch batch) throws IOException {
    Optional<byte[]> bytes = blob(in, entry);
    if (bytes.isPresent()) {
      batch.put(bytes.get());
    }
  }

  /** Returns the bytes of a blob, or empty if they are not what the entry says. */
  static Optional<byte[]> blob(ByteSource in, PackEntry entry) throws IOException {
    Digest digest = entry.digest();
    if (digest.size() > DiskOptions.MOST_PACKED) {
      return Optional.empty();
    }
    byte[] bytes = entry.bytes(in);
    return Digest.of(bytes).equals(digest) ? Optional.of(bytes) : Optional.empty();
  }
}
