package io.catalytic.store.disk;

import io.catalytic.digest.Hash;
import io.catalytic.store.ContentSource;
import io.catalytic.store.Finding;
import io.catalytic.store.FsckLog;
import io.catalytic.store.StoreScan;
import io.catalytic.store.pack.ByteSource;
import io.catalytic.store.pack.EntrySearch;
import io.catalytic.store.pack.Pack;
import io.catalytic.store.pack.PackSummary;
import io.catalytic.store.pack.PackedBlob;
import io.catalytic.store.pack.ReadAhead;
import io.catalytic.store.pack.RegionStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** What a store on disk checks of itself, as {@code docs/store-format.md} describes it. */
final class DiskScan implements StoreScan {
  private final StoreLayout layout;
  private final ExplainedDisk disk;
  private final PackScan packs;
  private final LooseScan loose;
  private final Condemned condemned;
  private final CondemnedScan setAside;
  private boolean astray;

  DiskScan(
      StoreLayout layout,
      ExplainedDisk disk,
      PackScan packs,
      LooseScan loose,
      Condemned condemned,
      CondemnedScan setAside) {
    this.layout = layout;
    this.disk = disk;
    this.packs = packs;
    this.loose = loose;
    this.condemned = condemned;
    this.setAside = setAside;
  }

  @Override
  public void check(FsckLog log) throws IOException {
    disk.requireStore(new NoSuchFileException(layout.format().toString()));
    for (String name : TempSpace.leftovers(layout.tmp(), disk)) {
      String what = "unfinished files of a process that is gone; the next batch deletes them";
      Path path = layout.tmp().resolve(name);
      log.found(Finding.of(Finding.Kind.LEFTOVER, layout.name(path), what));
    }
    for (Strays.Stray stray : new Strays(layout, disk, condemned).find()) {
      log.found(Finding.of(Finding.Kind.STRAY, layout.name(stray.path()), stray.what()));
    }
    packs.check(log);
    astray = loose.check(log);
    setAside.check(log);
    disk.requireStore(new NoSuchFileException(layout.format().toString()));
  }

  @Override
  public void named(Lost lost, FsckLog log) throws IOException {
    for (String name : disk.list(layout.quarantine())) {
      Path file = layout.quarantine().resolve(name);
      if (StoreLayout.isPack(name)) {
        namedIn(file, lost, log);
      } else if (name.length() > 2 * Hash.BYTES
          && Hash.isHex(name.substring(0, 2 * Hash.BYTES))
          && !QuarantineSweep.isGivenUp(file, disk)) {
        lost.add(Hash.parse(name.substring(0, 2 * Hash.BYTES)), layout.name(file));
      }
    }
    for (Path file : packs.stillDamaged()) {
      namedIn(file, lost, log);
    }
    if (astray) {
      loose.forEachStray(
          file -> {
            String name = String.valueOf(file.getFileName());
            if (Hash.isHex(name)) {
              lost.add(Hash.parse(name), layout.name(file));
            }
          });
    }
  }

  /**
   * Names the bad blobs of a damaged pack. One that is missing and good was put into another pack
   * when this one was set aside, and was collected since.
   */
  private void namedIn(Path pack, Lost lost, FsckLog log) {
    try (ByteSource in = new ReadAhead(disk.open(pack))) {
      EntrySearch.forEach(
          in,
          entry -> {
            Hash hash = entry.digest().hash();
            if (lost.isMissing(hash) && entry.isKnown() && PackRepair.blob(in, entry).isEmpty()) {
              lost.add(hash, layout.name(pack));
            }
          });
    } catch (NoSuchFileException e) {
      // Someone has cleaned up.
    } catch (IOException e) {
      String what = String.valueOf(e.getMessage());
      log.found(Finding.of(Finding.Kind.UNREADABLE, layout.name(pack), what));
    }
  }

  @Override
  public ContentSource aside() {
    return taker -> {
      for (String name : disk.list(layout.quarantine())) {
        if (!StoreLayout.isPack(name)) {
          offer(layout.quarantine().resolve(name), taker);
          offerDead(name, taker);
        }
      }
      if (astray) {
        loose.forEachStray(file -> offer(file, taker));
      }
    };
  }

  /** Offers the record that a tombstone says is dead: it may be the tombstone that is wrong. */
  private void offerDead(String name, ContentSource.Taker taker) throws IOException {
    Optional<StoreLayout.Dead> dead = StoreLayout.dead(name);
    if (dead.isEmpty()) {
      return;
    }
    Path file = layout.pack(dead.get().packId());
    if (disk.size(file) != Disk.ABSENT) {
      Hash hash = dead.get().hash();
      taker.take(layout.name(file), () -> record(new PackOnDisk(file, disk), hash));
    }
  }

  private static InputStream record(PackOnDisk file, Hash hash) throws IOException {
    Optional<PackedBlob> found = Pack.open(file).find(hash, PackSummary.tag(hash));
    return found.isEmpty() ? InputStream.nullInputStream() : found.get().stream();
  }

  private void offer(Path file, ContentSource.Taker taker) throws IOException {
    if (disk.kind(file) == Disk.FileKind.FILE) {
      taker.take(layout.name(file), () -> new RegionStream(disk.open(file), 0, Long.MAX_VALUE));
    }
  }
}
