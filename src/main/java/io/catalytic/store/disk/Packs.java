package io.catalytic.store.disk;

import io.catalytic.digest.Hash;
import io.catalytic.store.pack.Pack;
import io.catalytic.store.pack.PackDamagedException;
import io.catalytic.store.pack.PackSummary;
import io.catalytic.store.pack.PackTooNewException;
import io.catalytic.store.pack.PackedBlob;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The packs of a store, as this process knows them: those that it has listed, less the records that
 * a tombstone says are dead. Thread-safe.
 */
final class Packs {
  private static final int HEX = 2 * Hash.BYTES;

  /** The packs are listed once for so many of them that batches may begin. */
  private static final int PACKS_A_BATCH = 16;

  private final StoreLayout layout;
  private final Disk disk;
  private final DirectoryWatch packsWatch;
  private final DirectoryWatch quarantineWatch;
  private final Set<String> leftOut = ConcurrentHashMap.newKeySet();
  private int batches;
  private volatile View view = new View(Map.of(), List.of(), Set.of(), Map.of(), Map.of(), 0, 0);

  /**
   * What was listed last. Immutable.
   *
   * @param packs by id
   * @param all the same packs, as fast to go through as can be: a new blob is looked for in each
   * @param dead the tombstones' names
   * @param damaged what is wrong with packs that can't be opened, by id
   * @param tooNew packs that only a newer program can open, by id
   * @param version how often anything changed
   * @param removals how often something went away or died
   */
  record View(
      Map<String, Pack> packs,
      List<Pack> all,
      Set<String> dead,
      Map<String, PackDamagedException> damaged,
      Map<String, PackTooNewException> tooNew,
      long version,
      long removals) {

    private View next(
        Map<String, Pack> packsNow,
        Set<String> deadNow,
        Map<String, PackDamagedException> damagedNow,
        Map<String, PackTooNewException> tooNewNow,
        boolean removed) {
      return new View(
          packsNow,
          List.copyOf(packsNow.values()),
          deadNow,
          damagedNow,
          tooNewNow,
          version + 1,
          removed ? removals + 1 : removals);
    }

    private boolean isDead(Hash hash, String packId) {
      return !dead.isEmpty() && dead.contains(tombstone(hash, packId));
    }

    private boolean sameAs(View other) {
      return packs.keySet().equals(other.packs.keySet())
          && dead.equals(other.dead)
          && damaged.keySet().equals(other.damaged.keySet())
          && tooNew.keySet().equals(other.tooNew.keySet());
    }

    /** Throws what is wrong with a pack that can't be opened: it may have any blob. */
    void requireAll() throws IOException {
      for (PackDamagedException each : damaged.values()) {
        throw each; // first, since these can be repaired
      }
      for (PackTooNewException each : tooNew.values()) {
        throw each;
      }
    }
  }

  Packs(StoreLayout layout, Disk disk) {
    this.layout = layout;
    this.disk = disk;
    packsWatch = new DirectoryWatch(disk, layout.packs());
    quarantineWatch = new DirectoryWatch(disk, layout.quarantine());
  }

  /** Returns what is known now, without a look at the disk. */
  View view() {
    return view;
  }

  /**
   * Opens the record of a blob, looking only at the packs that are known.
   *
   * @throws PackDamagedException if a pack turns out to be damaged that may have had it
   */
  Optional<PackedBlob> find(Hash hash) throws IOException {
    return find(hash, view);
  }

  /**
   * As {@link #find}, but a blob that isn't there is looked for in what others did since.
   *
   * @throws PackTooNewException if no other pack has it, and there is one that can't be opened
   */
  Optional<PackedBlob> findFresh(Hash hash) throws IOException {
    View seen = view;
    Optional<PackedBlob> found = find(hash, seen);
    while (found.isEmpty()) {
      refresh();
      View now = view;
      if (now.version() == seen.version()) {
        now.requireAll();
        break;
      }
      seen = now;
      found = find(hash, seen);
    }
    return found;
  }

  private static Optional<PackedBlob> find(Hash hash, View now) throws IOException {
    int tag = PackSummary.tag(hash);
    for (Pack pack : now.all()) {
      if (!pack.mayHave(hash, tag)) {
        continue;
      }
      Optional<PackedBlob> found = find(pack, hash, tag);
      if (found.isPresent()) {
        if (!now.isDead(hash, pack.file().id())) {
          return found;
        }
        found.get().close();
      }
    }
    return Optional.empty();
  }

  private static Optional<PackedBlob> find(Pack pack, Hash hash, int tag) throws IOException {
    try {
      return pack.find(hash, tag);
    } catch (NoSuchFileException e) {
      return Optional.empty(); // it is gone since it was listed; what it had is elsewhere
    }
  }

  /** Lists the packs and the tombstones again, if they may have changed. */
  synchronized void refresh() throws IOException {
    refreshTombstones();
    long mark = packsWatch.changed();
    if (mark < 0) {
      return;
    }
    View after = listPacks(view);
    packsWatch.listed(mark);
    batches = 0;
    if (!after.sameAs(view)) {
      view = after;
    }
  }

  /**
   * As {@link #refresh}, but lists the packs only once for so many batches as they are, divided by
   * {@link #PACKS_A_BATCH}: so a batch costs the same however many packs there are. One that began
   * in between may write anew what another process has put meanwhile.
   */
  synchronized void refreshForBatch() throws IOException {
    if (++batches * PACKS_A_BATCH >= view.packs().size()) {
      refresh();
    } else {
      refreshTombstones();
    }
  }

  /**
   * Returns whether a batch may lack by now what it relied on.
   *
   * @param ids the packs that it relied on, each of which is looked for
   * @param removals what {@link View#removals} was when it began
   */
  synchronized boolean mayLack(Set<String> ids, long removals) throws IOException {
    refreshTombstones();
    for (String id : ids) {
      if (disk.size(layout.pack(id)) == Disk.ABSENT) {
        refresh();
        return true;
      }
    }
    return view.removals() != removals;
  }

  /** Learns of packs that were just published, without a listing. */
  synchronized void add(List<String> ids) {
    Map<String, Pack> packs = new LinkedHashMap<>(view.packs());
    for (String id : ids) {
      try {
        packs.put(id, Pack.open(new PackOnDisk(layout.pack(id), disk)));
      } catch (IOException e) {
        batches = view.packs().size(); // what is wrong with it is said once it is listed
      }
    }
    if (packs.size() > view.packs().size()) {
      view = view.next(packs, view.dead(), view.damaged(), view.tooNew(), false);
    }
  }

  private void refreshTombstones() throws IOException {
    long mark = quarantineWatch.changed();
    if (mark < 0) {
      return;
    }
    View after = listTombstones(view);
    quarantineWatch.listed(mark);
    if (!after.sameAs(view)) {
      view = after;
    }
  }

  private View listTombstones(View before) throws IOException {
    Set<String> dead = new HashSet<>();
    for (String name : disk.list(layout.quarantine())) {
      if (isTombstone(name)) {
        dead.add(name);
      }
    }
    before.dead().stream()
        .filter(name -> before.packs().containsKey(packId(name)))
        .forEach(dead::add);
    boolean died = !before.dead().containsAll(dead);
    return before.next(before.packs(), dead, before.damaged(), before.tooNew(), died);
  }

  private View listPacks(View before) throws IOException {
    Map<String, Pack> packs = new LinkedHashMap<>();
    Map<String, PackDamagedException> damaged = new LinkedHashMap<>();
    Map<String, PackTooNewException> tooNew = new LinkedHashMap<>();
    for (String name : disk.list(layout.packs())) {
      if (!StoreLayout.isPack(name)) {
        continue;
      }
      String id = name.substring(0, name.length() - StoreLayout.PACK.length());
      Pack known = before.packs().get(id);
      if (leftOut.contains(id)) {
        continue;
      }
      try {
        packs.put(id, known != null ? known : Pack.open(new PackOnDisk(layout.pack(id), disk)));
      } catch (PackDamagedException e) {
        damaged.put(id, e);
      } catch (PackTooNewException e) {
        tooNew.put(id, e);
      } catch (NoSuchFileException e) {
        // Gone while it was listed.
      } catch (IOException e) {
        if (!disk.isDirectory(layout.pack(id))) {
          throw e;
        } // else a stray, though it can be opened like a file
      }
    }
    boolean removed = !packs.keySet().containsAll(before.packs().keySet());
    return before.next(packs, before.dead(), damaged, tooNew, removed);
  }

  /** Returns whether a tombstone says that a record is dead. */
  boolean isDead(Hash hash, String packId) {
    return view.isDead(hash, packId);
  }

  /** Counts a record as missing from now on, whatever the disk says. */
  synchronized void bury(Hash hash, String packId) {
    Set<String> dead = new HashSet<>(view.dead());
    dead.add(tombstone(hash, packId));
    view = view.next(view.packs(), dead, view.damaged(), view.tooNew(), true);
  }

  /** Leaves a pack out from now on, as if it were not there. */
  synchronized void leaveOut(String id) {
    leftOut.add(id);
    Map<String, Pack> packs = new LinkedHashMap<>(view.packs());
    packs.remove(id);
    Map<String, PackDamagedException> damaged = new LinkedHashMap<>(view.damaged());
    damaged.remove(id);
    view = view.next(packs, view.dead(), damaged, view.tooNew(), true);
  }

  /** Takes back {@link #leaveOut}; the next {@link #refresh} finds the pack again. */
  synchronized void admit(String id) {
    leftOut.remove(id);
    packsWatch.forget();
  }

  private static String tombstone(Hash hash, String packId) {
    return hash.hex() + "." + packId;
  }

  private static boolean isTombstone(String name) {
    return name.length() > HEX && name.charAt(HEX) == '.' && Hash.isHex(name.substring(0, HEX));
  }

  private static String packId(String tombstone) {
    return tombstone.substring(HEX + 1);
  }
}
