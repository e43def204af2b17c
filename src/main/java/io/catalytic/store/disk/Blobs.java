package io.catalytic.store.disk;

import io.catalytic.digest.Digest;
import io.catalytic.digest.Hash;
import io.catalytic.store.BlobCorruptException;
import io.catalytic.store.BlobMissingException;
import io.catalytic.store.CopyState;
import io.catalytic.store.StoreStats;
import io.catalytic.store.VerifyingStream;
import io.catalytic.store.pack.ByteSource;
import io.catalytic.store.pack.PackDamagedException;
import io.catalytic.store.pack.PackEntry;
import io.catalytic.store.pack.PackedBlob;
import io.catalytic.store.pack.RegionStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The committed blobs of a store on disk, loose or packed.
 *
 * <p>A lookup goes from cheap to dear: the summaries in memory, the loose object's name, and only
 * then a new listing of the packs. Thread-safe.
 */
final class Blobs {

  /** So many times in a row a blob is looked for in vain where it may have been set aside. */
  private static final int LOOKS = 3;

  /** So many times it is brought back, while cleanings set it aside again and again. */
  private static final int MOST_LOOKS = 100;

  private final StoreLayout layout;
  private final ExplainedDisk disk;
  private final LooseObjects loose;
  private final Packs packs;
  private final Quarantine quarantine;
  private final Condemned condemned;
  private final DiskRefs.Temp temp;
  private final PackRepair repair;

  Blobs(
      StoreLayout layout,
      ExplainedDisk disk,
      Quarantine quarantine,
      Condemned condemned,
      DiskRefs.Temp temp,
      PackRepair.Batches batches) {
    this.layout = layout;
    this.disk = disk;
    this.quarantine = quarantine;
    this.condemned = condemned;
    this.temp = temp;
    loose = new LooseObjects(layout, disk);
    packs = new Packs(layout, disk);
    repair = new PackRepair(layout, disk, packs, quarantine, batches);
  }

  /**
   * Where a blob is.
   *
   * @param pack the id of the pack that has it; empty if it has a file of its own
   */
  record Place(String pack) {
    /** It has a file of its own. */
    static final Place LOOSE = new Place("");

    boolean isLoose() {
      return pack.isEmpty();
    }
  }

  /**
   * Returns where a blob is, as far as this process knows without listing the packs again; empty if
   * the store does not have it, or not in this size. A pack is looked into, so that it is there.
   */
  Optional<Place> place(Digest digest) throws IOException {
    return place(digest, hash -> true);
  }

  /**
   * Returns {@link #place} for one batch, which asks it of many blobs, most of them new: one that
   * another writer has put into a file of its own meanwhile may be missed, and is written again.
   */
  DiskBatch.Known forBatch() {
    LooseFanOut fanOut = new LooseFanOut(layout, disk);
    return digest -> place(digest, fanOut::mayHave);
  }

  /** Says whether it is worth the while to look for a loose object. */
  private interface Likely {
    boolean isLikely(Hash hash) throws IOException;
  }

  private Optional<Place> place(Digest digest, Likely loose) throws IOException {
    Optional<PackedBlob> packed = repairing(() -> packs.find(digest.hash()));
    if (packed.isPresent()) {
      try (PackedBlob found = packed.get()) {
        return found.entry().digest().equals(digest)
            ? Optional.of(new Place(found.pack().file().id()))
            : Optional.empty();
      }
    }
    return loose.isLikely(digest.hash()) && isLoose(digest)
        ? Optional.of(Place.LOOSE)
        : Optional.empty();
  }

  /** Returns whether there is a loose object of this name and size. */
  boolean isLoose(Digest digest) throws IOException {
    return loose.find(digest.hash()).equals(Optional.of(digest));
  }

  /** Returns a blob's digest, or empty. */
  Optional<Digest> find(Hash hash) throws IOException {
    Optional<Digest> found =
        repairing(() -> persistently(hash, () -> findOnce(hash), () -> condemned.find(hash)));
    if (found.isEmpty()) {
      disk.requireStore(new BlobMissingException(hash));
    }
    return found;
  }

  private Optional<Digest> findOnce(Hash hash) throws IOException {
    Optional<Digest> found = digest(packs.find(hash));
    if (found.isEmpty()) {
      found = loose.find(hash);
    }
    return found.isEmpty() ? digest(packs.findFresh(hash)) : found;
  }

  /**
   * Looks for a blob, and if it is not there, where it may have been set aside; and then again: a
   * cleaning that goes on may have moved it from there to here between the two looks.
   *
   * @param aside looks where it was set aside, for who may not bring it back, as on a disk that
   *     can't be written
   */
  private <T> Optional<T> persistently(
      Hash hash, Lookup<Optional<T>> lookup, Lookup<Optional<T>> aside) throws IOException {
    Optional<T> found = lookup.look();
    int inVain = 0;
    for (int i = 0;
        found.isEmpty() && inVain < LOOKS && i < MOST_LOOKS && condemned.mayHaveAny();
        i++) {
      try {
        inVain = condemned.revive(hash) ? 0 : inVain + 1;
      } catch (IOException e) {
        found = aside.look();
        if (found.isEmpty()) {
          throw e;
        }
        return found;
      }
      found = lookup.look();
    }
    return found;
  }

  /** Returns whether there is a copy of a blob, set aside or not; brings none back. */
  boolean isThere(Hash hash) throws IOException {
    return repairing(() -> findOnce(hash)).isPresent()
        || condemned.find(hash).isPresent()
        || repairing(() -> findOnce(hash)).isPresent(); // brought back meanwhile
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
    Optional<InputStream> found =
        repairing(() -> persistently(hash, () -> openOnce(hash), () -> openAside(hash)));
    if (found.isPresent()) {
      return found.get();
    }
    BlobMissingException missing = new BlobMissingException(hash);
    disk.requireStore(missing);
    throw missing;
  }

  private Optional<InputStream> openOnce(Hash hash) throws IOException {
    Optional<PackedBlob> packed = packs.find(hash);
    if (packed.isEmpty()) {
      Path file = layout.loose(hash);
      Optional<ByteSource> object = loose.open(hash);
      if (object.isPresent()) {
        RegionStream in = new RegionStream(object.get(), 0, Long.MAX_VALUE);
        return Optional.of(
            new VerifyingStream(in, hash, actual -> corruptLoose(hash, file, actual)));
      }
      packed = packs.findFresh(hash);
    }
    if (packed.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(openPacked(hash, packed.get()));
  }

  private Optional<InputStream> openAside(Hash hash) throws IOException {
    Optional<InputStream> found = condemned.open(hash);
    if (found.isEmpty()) {
      return found;
    }
    String place = layout.condemned().toString();
    return Optional.of(
        new VerifyingStream(
            found.get(),
            hash,
            actual -> new BlobCorruptException(hash, place, "its bytes are those of " + actual)));
  }

  private InputStream openPacked(Hash hash, PackedBlob record) throws IOException {
    try {
      return new VerifyingStream(
          record.stream(), hash, actual -> corruptPacked(hash, record, actual));
    } catch (IOException e) {
      record.close();
      throw e;
    }
  }

  private BlobCorruptException corruptLoose(Hash hash, Path file, Digest actual) {
    BlobCorruptException corrupt =
        new BlobCorruptException(hash, file.toString(), "its bytes are those of " + actual);
    try {
      quarantine.setAside(hash);
    } catch (IOException e) {
      corrupt.addSuppressed(e);
    }
    return corrupt;
  }

  private BlobCorruptException corruptPacked(Hash hash, PackedBlob record, Digest actual) {
    boolean decoded = record.entry().encoding() == PackEntry.PLAIN || actual.size() > 0;
    BlobCorruptException corrupt =
        new BlobCorruptException(
            hash,
            record.pack().file().place(),
            decoded ? "its bytes are those of " + actual : "it is not the zstd frame that it was");
    try {
      quarantine.bury(hash, packs, record, temp);
    } catch (IOException e) {
      corrupt.addSuppressed(e);
    }
    return corrupt;
  }

  /** Learns what other processes did since. */
  void refresh() throws IOException {
    packs.refresh();
  }

  /** Counts what is there. */
  StoreStats stats() throws IOException {
    disk.requireStore(new NoSuchFileException(layout.format().toString()));
    packs.refresh();
    return repairing(
        () -> {
          packs.view().requireAll();
          return new StoreCount(packs, loose).count(quarantine.count(), condemned.bytes());
        });
  }

  /** Returns the check of all of it. */
  DiskScan scan() {
    return new DiskScan(
        layout,
        disk,
        new PackScan(layout, disk, packs, quarantine, temp, repair),
        new LooseScan(layout, disk, quarantine),
        condemned,
        new CondemnedScan(layout, disk, condemned, packs, quarantine));
  }

  /** Returns the packs. */
  Packs packs() {
    return packs;
  }

  /** Returns the loose objects. */
  LooseObjects loose() {
    return loose;
  }

  /** Reads the copy of a blob that is in such a place; returns whether it is the blob. */
  boolean isRight(Hash hash, Place place) throws IOException {
    if (place.isLoose()) {
      return quarantine.digest(layout.loose(hash)).hash().equals(hash);
    }
    Optional<PackedBlob> record = packs.find(hash);
    if (record.isEmpty()) {
      return false; // gone since
    }
    try (PackedBlob found = record.get()) {
      return Digest.of(found.bytes()).hash().equals(hash);
    }
  }

  /** Sets the copy of a blob in such a place aside, if it is corrupt; returns what it is. */
  CopyState setAside(Hash hash, Place place) throws IOException {
    if (place.isLoose()) {
      return quarantine.setAside(hash) ? CopyState.CORRUPT : CopyState.RIGHT;
    }
    Optional<PackedBlob> record = packs.find(hash);
    if (record.isEmpty()) {
      return CopyState.GONE;
    }
    try (PackedBlob found = record.get()) {
      return bury(hash, found) ? CopyState.CORRUPT : CopyState.RIGHT;
    }
  }

  /** Sets a record of a pack aside, if it is corrupt. */
  boolean bury(Hash hash, PackedBlob record) throws IOException {
    return quarantine.bury(hash, packs, record, temp);
  }

  /** Returns which damaged packs were set aside so far, in a sentence each. */
  List<String> repaired() {
    return repair.done();
  }

  /** What may come upon a damaged pack. */
  interface Lookup<T> {

    /** Looks. */
    T look() throws IOException;
  }

  /** Looks something up; a pack that turns out to be damaged is set aside, and then once more. */
  <T> T repairing(Lookup<T> lookup) throws IOException {
    while (true) {
      try {
        return lookup.look();
      } catch (PackDamagedException e) {
        repair.repair(e);
      }
    }
  }
}
