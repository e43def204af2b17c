package io.catalytic.store.remote;

import io.catalytic.digest.Digest;
import io.catalytic.digest.Hash;
import io.catalytic.digest.Hasher;
import io.catalytic.store.ContentSource;
import io.catalytic.store.CopyState;
import io.catalytic.store.Finding;
import io.catalytic.store.FsckLog;
import io.catalytic.store.StoreScan;
import io.catalytic.store.pack.ByteSource;
import io.catalytic.store.pack.Pack;
import io.catalytic.store.pack.PackCheck;
import io.catalytic.store.pack.PackDamagedException;
import io.catalytic.store.pack.PackEntry;
import io.catalytic.store.pack.PackSummary;
import io.catalytic.store.pack.PackedBlob;
import io.catalytic.store.pack.ReadAhead;
import io.catalytic.store.pack.RegionStream;
import io.catalytic.store.remote.Remote.Listed;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a store on an object store checks of itself: every object that holds blobs, read as a whole
 * from the remote and not from the cache. For one use.
 *
 * <p>An object that is gone when its turn comes was deleted by a cleaning, which is no finding.
 */
final class RemoteScan implements StoreScan {

  /** Entries held at a time, some 100 bytes each: all of a pack that a batch writes. */
  private static final int SLICE = 1 << 18;

  private final RemoteObjects objects;
  private final RemotePacks packs;
  private final RemoteQuarantine quarantine;
  private final RemotePackRepair repair;
  private final List<String> stillDamaged = new ArrayList<>();
  private final List<String> strays = new ArrayList<>();
  private final byte[] buffer = new byte[1 << 16];

  RemoteScan(
      RemoteObjects objects,
      RemotePacks packs,
      RemoteQuarantine quarantine,
      RemotePackRepair repair) {
    this.objects = objects;
    this.packs = packs;
    this.quarantine = quarantine;
    this.repair = repair;
  }

  @Override
  public void check(FsckLog log) throws IOException {
    RemoteFormat.require(objects);
    packs.refresh();
    for (Listed object : objects.remote().list(RemoteLayout.PACKS)) {
      String name = object.name();
      Optional<String> id = RemoteLayout.packId(name);
      Optional<RemoteLayout.Alone> alone = RemoteLayout.alone(name);
      if (id.isPresent()) {
        if (!packs.known().dead().contains(RemoteLayout.death(id.get()))) {
          checkPack(id.get(), log);
        }
      } else if (alone.isPresent()) {
        checkAlone(
            new SingleBlob(new Digest(alone.get().hash(), object.size()), alone.get().id()), log);
      } else {
        strays.add(name);
        log.found(
            Finding.of(Finding.Kind.STRAY, name, "not the name of a pack or of a large blob"));
      }
    }
    RemoteFormat.require(objects);
  }

  private void checkPack(String id, FsckLog log) {
    String name = RemoteLayout.pack(id);
    try {
      Pack pack = Pack.open(new UncachedPack(objects, id));
      PackCheck.check(pack);
      checkBlobs(pack, log);
    } catch (PackDamagedException e) {
      damaged(name, e, log);
    } catch (NoSuchFileException e) {
      // A cleaning has put what it holds elsewhere.
    } catch (IOException e) {
      unreadable(name, String.valueOf(e.getMessage()), log);
    }
  }

  private void damaged(String name, PackDamagedException damaged, FsckLog log) {
    String what = String.valueOf(damaged.getMessage()).replace(objects.place(name) + ": ", "");
    try {
      if (!repair.repair(damaged)) {
        unreadable(name, what + ", and all was right when it was read again", log);
        return;
      }
    } catch (NoSuchFileException e) {
      return; // gone meanwhile
    } catch (IOException e) {
      stillDamaged.add(damaged.id());
      String why = "; not set aside: " + e.getMessage();
      log.found(Finding.of(Finding.Kind.PACK, name, what + why));
      return;
    }
    log.found(
        new Finding(
            Finding.Kind.PACK,
            name,
            Optional.empty(),
            what + "; its good blobs are in another pack now",
            Finding.Done.SET_ASIDE));
  }

  private void checkBlobs(Pack pack, FsckLog log) throws IOException {
    String name = RemoteLayout.pack(pack.file().id());
    try (ReadAhead in = new ReadAhead(pack.file().open())) {
      for (int from = 0; from < pack.count(); from += SLICE) {
        PackEntry[] entries = pack.entries(from, Math.min(SLICE, pack.count() - from));
        Arrays.sort(entries, Comparator.comparingLong(PackEntry::offset));
        for (PackEntry entry : entries) {
          if (!packs.known().isDead(entry.digest().hash(), pack.file().id())) {
            PackedBlob blob = new PackedBlob(pack, entry, in.view());
            checkBlob(new StoredBlob.InPack(blob), name, log);
          }
        }
      }
    }
  }

  private void checkBlob(StoredBlob.InPack blob, String name, FsckLog log) {
    try {
      verify(blob, name, digest(blob.stream()), log);
    } catch (IOException e) {
      unreadable(name, "blob " + blob.digest().hash() + ": " + e.getMessage(), log);
    }
  }

  private void checkAlone(SingleBlob single, FsckLog log) {
    Hash hash = single.digest().hash();
    String name = single.name();
    if (packs.known().isDead(hash, single.id())) {
      return;
    }
    try (StoredBlob blob =
        new StoredBlob.Alone(single, objects.place(name), objects.remote().open(name))) {
      verify(blob, name, digest(blob.stream()), log);
    } catch (NoSuchFileException e) {
      // A cleaning has deleted it.
    } catch (IOException e) {
      unreadable(name, String.valueOf(e.getMessage()), log);
    }
  }

  private void verify(StoredBlob blob, String name, Digest actual, FsckLog log) {
    if (actual.equals(blob.digest())) {
      log.checked(actual.size());
    } else {
      corrupt(blob, name, "its bytes are those of " + actual, log);
    }
  }

  private Digest digest(InputStream in) throws IOException {
    Hasher hasher = new Hasher();
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      hasher.update(buffer, 0, read);
    }
    return hasher.finish();
  }

  private void corrupt(StoredBlob blob, String name, String what, FsckLog log) {
    Hash hash = blob.digest().hash();
    Finding.Done done = Finding.Done.SET_ASIDE;
    String more = "";
    try {
      CopyState state = quarantine.bury(hash, blob);
      if (state == CopyState.RIGHT) {
        unreadable(
            name, "blob " + hash + ": " + what + ", and it was right when it was read again", log);
      }
      if (state != CopyState.CORRUPT) {
        return; // or gone, with all that it holds
      }
    } catch (IOException e) {
      done = Finding.Done.LEFT;
      more = "; not set aside: " + e.getMessage();
    }
    log.found(Finding.of(Finding.Kind.BLOB, name, hash, what + more, done));
  }

  private static void unreadable(String name, String what, FsckLog log) {
    log.found(Finding.of(Finding.Kind.UNREADABLE, name, what));
  }

  @Override
  public void named(Lost lost, FsckLog log) throws IOException {
    List<String> packIds = new ArrayList<>(stillDamaged);
    for (Listed tombstone : tombstones()) {
      String dead = RemoteLayout.deathBy(tombstone.name()).orElseThrow();
      String first = dead.substring(0, dead.indexOf('.'));
      if (!Hash.isHex(first)) {
        packIds.add(first);
      } else if (!QuarantineSweep.isGivenUp(tombstone)) {
        lost.add(Hash.parse(first), tombstone.name());
      }
    }
    for (String id : packIds) {
      namedIn(id, lost, log);
    }
  }

  private List<Listed> tombstones() throws IOException {
    return objects.remote().list(RemoteLayout.QUARANTINE).stream()
        .filter(tombstone -> RemoteLayout.deathBy(tombstone.name()).isPresent())
        .toList();
  }

  /** Names the bad blobs of a damaged pack: those that are missing and good were collected. */
  private void namedIn(String id, Lost lost, FsckLog log) {
    String name = RemoteLayout.pack(id);
    try {
      RemotePackRepair.forEach(
          new UncachedPack(objects, id),
          (entry, in) -> {
            Hash hash = entry.digest().hash();
            if (lost.isMissing(hash) && RemotePackRepair.blob(in, entry).isEmpty()) {
              lost.add(hash, name);
            }
          });
    } catch (NoSuchFileException e) {
      // Someone has cleaned up.
    } catch (IOException e) {
      unreadable(name, String.valueOf(e.getMessage()), log);
    }
  }

  /** Offers what a tombstone says is dead, which may be wrong, and what lies astray. */
  @Override
  public ContentSource aside() {
    return taker -> {
      for (String name : strays) {
        taker.take(name, () -> stream(objects.remote().open(name)));
      }
      Set<String> there = new HashSet<>();
      objects.remote().list(RemoteLayout.PACKS).forEach(object -> there.add(object.name()));
      for (Listed tombstone : tombstones()) {
        Optional<RemoteLayout.Alone> dead = RemoteLayout.dead(tombstone.name());
        if (dead.isPresent()) {
          offer(dead.get(), there, taker);
        }
      }
    };
  }

  private void offer(RemoteLayout.Alone dead, Set<String> there, ContentSource.Taker taker)
      throws IOException {
    String alone = RemoteLayout.alone(dead.hash(), dead.id());
    String pack = RemoteLayout.pack(dead.id());
    if (there.contains(alone)) {
      taker.take(alone, () -> stream(objects.remote().open(alone)));
    } else if (there.contains(pack)) {
      taker.take(pack, () -> record(dead));
    }
  }

  private InputStream record(RemoteLayout.Alone dead) throws IOException {
    Optional<PackedBlob> found =
        Pack.open(new UncachedPack(objects, dead.id()))
            .find(dead.hash(), PackSummary.tag(dead.hash()));
    return found.isEmpty() ? InputStream.nullInputStream() : found.get().stream();
  }

  private static InputStream stream(ByteSource in) {
    return new RegionStream(in, 0, Long.MAX_VALUE);
  }
}
