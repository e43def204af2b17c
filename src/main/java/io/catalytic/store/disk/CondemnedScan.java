package io.catalytic.store.disk;

import io.catalytic.digest.Digest;
import io.catalytic.digest.Hash;
import io.catalytic.store.Finding;
import io.catalytic.store.FsckLog;
import io.catalytic.store.pack.Pack;
import io.catalytic.store.pack.PackCheck;
import io.catalytic.store.pack.PackDamagedException;
import io.catalytic.store.pack.PackedBlob;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Reads what cleanings have set aside, for it is the last resort of who needs it after all.
 *
 * <p>What is bad stays where it is: it is deleted with the rest, and no reader is given it, since
 * what is brought back is verified first. That it may be needed is found when the refs are
 * followed. Files that are gone when their turn comes were brought back or deleted. For one use.
 */
final class CondemnedScan {
  private final StoreLayout layout;
  private final Disk disk;
  private final Condemned condemned;
  private final Packs packs;
  private final Quarantine quarantine;

  CondemnedScan(
      StoreLayout layout, Disk disk, Condemned condemned, Packs packs, Quarantine quarantine) {
    this.layout = layout;
    this.disk = disk;
    this.condemned = condemned;
    this.packs = packs;
    this.quarantine = quarantine;
  }

  private interface Reading {
    void read() throws IOException;
  }

  /** Checks. */
  void check(FsckLog log) throws IOException {
    for (Generation generation : condemned.generations()) {
      checkSeal(generation, log);
      for (Hash hash : generation.loose()) {
        Path file = generation.directory().resolve(hash.hex());
        reading(file, () -> checkBlob(hash, quarantine.digest(file), file, log), log);
      }
      for (String id : generation.packs()) {
        reading(generation.pack(id), () -> checkPack(generation.pack(id), log), log);
      }
    }
  }

  private void checkSeal(Generation generation, FsckLog log) {
    try {
      generation.seal();
    } catch (IOException e) {
      found(generation.directory(), Optional.empty(), String.valueOf(e.getMessage()), log);
    }
  }

  private void reading(Path file, Reading reading, FsckLog log) {
    try {
      reading.read();
    } catch (NoSuchFileException e) {
      // No matter where it went.
    } catch (PackDamagedException e) {
      String what = String.valueOf(e.getMessage()).replace(file + ": ", "");
      found(file, Optional.empty(), what, log);
    } catch (IOException e) {
      String what = String.valueOf(e.getMessage());
      log.found(Finding.of(Finding.Kind.UNREADABLE, layout.name(file), what));
    }
  }

  private void checkPack(Path file, FsckLog log) throws IOException {
    Pack pack = Pack.open(new PackOnDisk(file, disk));
    PackCheck.check(pack);
    PackScan.forEachBlob(pack, disk.open(file), blob -> checkPacked(blob, file, log));
  }

  private void checkPacked(PackedBlob blob, Path file, FsckLog log) throws IOException {
    Hash hash = blob.entry().digest().hash();
    if (!packs.isDead(hash, blob.pack().file().id())) {
      checkBlob(hash, Digest.of(blob.bytes()), file, log);
    }
  }

  private void checkBlob(Hash hash, Digest actual, Path file, FsckLog log) {
    if (!actual.hash().equals(hash)) {
      found(file, Optional.of(hash), "its bytes are those of " + actual, log);
    }
  }

  private void found(Path file, Optional<Hash> hash, String what, FsckLog log) {
    log.found(
        new Finding(Finding.Kind.CONDEMNED, layout.name(file), hash, what, Finding.Done.LEFT));
  }
}
