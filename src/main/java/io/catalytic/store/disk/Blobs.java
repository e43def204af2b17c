package io.catalytic.store.disk;

import io.catalytic.digest.Digest;
import io.catalytic.digest.Hash;
import io.catalytic.store.BlobCorruptException;
import io.catalytic.store.BlobMissingException;
import io.catalytic.store.StoreStats;
import io.catalytic.store.VerifyingStream;
import io.catalytic.store.pack.PackDamagedException;
import io.catalytic.store.pack.PackedBlob;
import io.catalytic.store.pack.RegionStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The committed blobs of a store on disk, loose or packed.
 *
 * <p>A lookup goes from cheap to dear: the summaries in memory, the loose object's name, and only
 * then a new listing of the packs. Thread-safe.
 */
final class Blobs {
  private final StoreLayout layout;
  private final ExplainedDisk disk;
  private final LooseObjects loose;
  private final Packs packs;
  private final Quarantine quarantine;
  private final DiskRefs.Temp temp;
  private final PackRepair repair;

  Blobs(
      StoreLayout layout,
      ExplainedDisk disk,
      Quarantine quarantine,
      DiskRefs.Temp temp,
      PackRepair.Batches batches) {
    this.layout = layout;
    this.disk = disk;
    this.quarantine = quarantine;
    this.temp = temp;
    loose = new LooseObjects(layout, disk);
    packs = new Packs(layout, disk);
    repair = new PackRepair(layout, disk, packs, quarantine, batches);
  }

  /** Where a blob is. */
  enum Place {
    /** It has a file of its own. */
    LOOSE,
    /** It is in a pack. */
    PACKED,
    /** The store does not have it, or not in this size. */
    NOWHERE
  }

  /** Returns where a blob is, as far as this process knows without listing the packs again. */
  Place place(Digest digest) throws IOException {
    Optional<Digest> packed = repairing(() -> digest(packs.find(digest.hash())));
    if (packed.isPresent()) {
      return packed.get().equals(digest) ? Place.PACKED : Place.NOWHERE;
    }
    return isLoose(digest) ? Place.LOOSE : Place.NOWHERE;
  }

  /** Returns whether there is a loose object of this name and size. */
  boolean isLoose(Digest digest) throws IOException {
    return loose.find(digest.hash()).equals(Optional.of(digest));
  }

  /** Returns a blob's digest, or empty. */
  Optional<Digest> find(Hash hash) throws IOException {
    return repairing(
        () -> {
          Optional<Digest> found = digest(packs.find(hash));
          if (found.isEmpty()) {
            found = loose.find(hash);
          }
          if (found.isEmpty()) {
            found = digest(packs.findFresh(hash));
          }
          if (found.isEmpty()) {
            disk.requireStore(new BlobMissingException(hash));
          }
          return found;
        });
  }

  private static Optional<Digest> digest(Optional<PackedBlob> record) throws IOException {
    if (record.isEmpty()) {
      return Optional.empty();
    }
    try (PackedBlob found = record.get()) {
      return Optional.of(found.entry().digest());
    }
  }

  /** Opens a blob; the stream verifies it. */
  InputStream open(Hash hash) throws IOException {
    return repairing(() -> openOnce(hash));
  }

  private InputStream openOnce(Hash hash) throws IOException {
    Optional<PackedBlob> packed = packs.find(hash);
    if (packed.isEmpty()) {
      Path file = layout.loose(hash);
      try {
        RegionStream in = new RegionStream(disk.open(file), 0, Long.MAX_VALUE);
        return new VerifyingStream(in, hash, actual -> corruptLoose(hash, file, actual));
      } catch (NoSuchFileException e) {
        packed = packs.findFresh(hash);
      }
    }
    if (packed.isEmpty()) {
      BlobMissingException missing = new BlobMissingException(hash);
      disk.requireStore(missing);
      throw missing;
    }
    PackedBlob record = packed.get();
    return new VerifyingStream(
        record.stream(), hash, actual -> corruptPacked(hash, record, actual));
  }

  private BlobCorruptException corruptLoose(Hash hash, Path file, Digest actual) {
    BlobCorruptException corrupt = corrupt(hash, file.toString(), actual);
    try {
      quarantine.setAside(hash);
    } catch (IOException e) {
      corrupt.addSuppressed(e);
    }
    return corrupt;
  }

  private BlobCorruptException corruptPacked(Hash hash, PackedBlob record, Digest actual) {
    BlobCorruptException corrupt = corrupt(hash, record.pack().file().place(), actual);
    try {
      quarantine.bury(hash, packs, record, temp);
    } catch (IOException e) {
      corrupt.addSuppressed(e);
    }
    return corrupt;
  }

  private static BlobCorruptException corrupt(Hash hash, String where, Digest actual) {
    return new BlobCorruptException(hash, where, "its bytes are those of " + actual);
  }

  /** Learns what other processes did since. */
  void refresh() throws IOException {
    packs.refresh();
  }

  /** Returns a number that grows whenever a packed blob may have gone away. */
  long removals() {
    return packs.view().removals();
  }

  /** Counts what is there. */
  StoreStats stats() throws IOException {
    disk.requireStore(new NoSuchFileException(layout.format().toString()));
    packs.refresh();
    return repairing(() -> new StoreCount(packs, loose).count(quarantine.count()));
  }

  /** Returns the check of all of it. */
  DiskScan scan() {
    return new DiskScan(
        layout,
        disk,
        new PackScan(layout, disk, packs, quarantine, temp, repair),
        new LooseScan(layout, disk, quarantine));
  }

  private interface Lookup<T> {
    T look() throws IOException;
  }

  /** Looks something up; a pack that turns out to be damaged is set aside, and then once more. */
  private <T> T repairing(Lookup<T> lookup) throws IOException {
    while (true) {
      try {
        return lookup.look();
      } catch (PackDamagedException e) {
        repair.repair(e);
      }
    }
  }
}
