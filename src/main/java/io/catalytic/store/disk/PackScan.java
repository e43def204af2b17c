package io.catalytic.store.disk;

import io.catalytic.digest.Digest;
import io.catalytic.digest.Hash;
import io.catalytic.digest.Hasher;
import io.catalytic.store.Finding;
import io.catalytic.store.FsckLog;
import io.catalytic.store.pack.ByteSource;
import io.catalytic.store.pack.Pack;
import io.catalytic.store.pack.PackCheck;
import io.catalytic.store.pack.PackDamagedException;
import io.catalytic.store.pack.PackEntry;
import io.catalytic.store.pack.PackedBlob;
import io.catalytic.store.pack.ReadAhead;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Checks all packs: first their records, then every blob, in the order in which they lie. For one
 * use.
 *
 * <p>A pack that is gone when its turn comes was replaced by others, which is no finding.
 */
final class PackScan {

  /** Entries held at a time, some 100 bytes each: all of a pack that a batch writes. */
  private static final int SLICE = 1 << 18;

  private final StoreLayout layout;
  private final Disk disk;
  private final Packs packs;
  private final Quarantine quarantine;
  private final DiskRefs.Temp temp;
  private final PackRepair repair;
  private final List<Path> stillDamaged = new ArrayList<>();
  private final byte[] buffer = new byte[1 << 16];
  private final Hasher hasher = new Hasher();

  PackScan(
      StoreLayout layout,
      Disk disk,
      Packs packs,
      Quarantine quarantine,
      DiskRefs.Temp temp,
      PackRepair repair) {
    this.layout = layout;
    this.disk = disk;
    this.packs = packs;
    this.quarantine = quarantine;
    this.temp = temp;
    this.repair = repair;
  }

  /** Checks. */
  void check(FsckLog log) throws IOException {
    packs.refresh();
    for (String name : disk.list(layout.packs())) {
      Path file = layout.packs().resolve(name);
      if (StoreLayout.isPack(name)) {
        check(file, log);
      } else {
        log.found(Finding.of(Finding.Kind.STRAY, layout.name(file), "not the name of a pack"));
      }
    }
  }

  /** Returns the damaged packs that could not be set aside. */
  List<Path> stillDamaged() {
    return List.copyOf(stillDamaged);
  }

  private void check(Path file, FsckLog log) {
    try {
      Pack pack = Pack.open(new PackOnDisk(file, disk));
      PackCheck.check(pack);
      checkBlobs(pack, file, log);
    } catch (PackDamagedException e) {
      damaged(file, e, log);
    } catch (NoSuchFileException e) {
      // Another process has set it aside, or put what it holds elsewhere.
    } catch (IOException e) {
      log.found(LooseScan.unread(file, e, layout, disk));
    }
  }

  private void damaged(Path file, PackDamagedException damaged, FsckLog log) {
    String what = String.valueOf(damaged.getMessage()).replace(file + ": ", "");
    try {
      repair.repair(damaged);
      if (disk.size(file) != Disk.ABSENT) {
        unreadable(file, what + ", and all was right when it was read again", log);
        return;
      }
    } catch (IOException e) {
      stillDamaged.add(file);
      String why = reason(e);
      log.found(Finding.of(Finding.Kind.PACK, layout.name(file), what + "; not set aside: " + why));
      return;
    }
    log.found(
        new Finding(
            Finding.Kind.PACK,
            layout.name(file),
            Optional.empty(),
            what + "; its good blobs are in another pack now",
            Finding.Done.SET_ASIDE));
  }

  /** A repair that fails throws what it was to repair; why it failed is in there. */
  private static String reason(IOException failure) {
    Throwable[] inner = failure.getSuppressed();
    return String.valueOf(
        inner.length == 0 ? failure.getMessage() : inner[inner.length - 1].getMessage());
  }

  private void checkBlobs(Pack pack, Path file, FsckLog log) throws IOException {
    forEachBlob(
        pack,
        disk.open(file),
        blob -> {
          if (!packs.isDead(blob.entry().digest().hash(), pack.file().id())) {
            checkBlob(blob, file, log);
          }
        });
  }

  /** Takes blobs. */
  interface Visitor {

    /** Takes one, which is to be read, if at all, before this returns. */
    void visit(PackedBlob blob) throws IOException;
  }

  /** Goes through the blobs of a pack in the order in which they lie; closes the file. */
  static void forEachBlob(Pack pack, ByteSource file, Visitor visitor) throws IOException {
    try (ReadAhead in = new ReadAhead(file)) {
      for (int from = 0; from < pack.count(); from += SLICE) {
        PackEntry[] entries = pack.entries(from, Math.min(SLICE, pack.count() - from));
        Arrays.sort(entries, Comparator.comparingLong(PackEntry::offset));
        for (PackEntry entry : entries) {
          visitor.visit(new PackedBlob(pack, entry, in.view()));
        }
      }
    }
  }

  private void checkBlob(PackedBlob blob, Path file, FsckLog log) {
    Digest digest = blob.entry().digest();
    try {
      Digest actual = digest(blob);
      if (actual.equals(digest)) {
        log.checked(digest.size());
      } else {
        corrupt(blob, file, "its bytes are those of " + actual, log);
      }
    } catch (IOException e) {
      unreadable(file, "blob " + digest.hash() + ": " + e.getMessage(), log);
    }
  }

  private Digest digest(PackedBlob blob) throws IOException {
    hasher.finish(); // after a failure it may hold some bytes
    try (InputStream in = blob.stream()) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        hasher.update(buffer, 0, read);
      }
    }
    return hasher.finish();
  }

  private void corrupt(PackedBlob seen, Path file, String what, FsckLog log) {
    Hash hash = seen.entry().digest().hash();
    Finding.Done done = Finding.Done.SET_ASIDE;
    String more = "";
    try (PackedBlob again = new PackedBlob(seen.pack(), seen.entry(), disk.open(file))) {
      if (!quarantine.bury(hash, packs, again, temp)) {
        unreadable(
            file, "blob " + hash + ": " + what + ", and it was right when it was read again", log);
        return;
      }
    } catch (NoSuchFileException e) {
      return; // gone, with all that it holds
    } catch (IOException e) {
      done = Finding.Done.LEFT;
      more = "; not set aside: " + e.getMessage();
    }
    log.found(Finding.of(Finding.Kind.BLOB, layout.name(file), hash, what + more, done));
  }

  private void unreadable(Path file, String what, FsckLog log) {
    log.found(Finding.of(Finding.Kind.UNREADABLE, layout.name(file), what));
  }
}
