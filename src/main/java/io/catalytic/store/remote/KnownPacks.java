package io.catalytic.store.remote;

import io.catalytic.digest.Digest;
import io.catalytic.digest.Hash;
import io.catalytic.store.pack.Pack;
import io.catalytic.store.pack.PackDamagedException;
import io.catalytic.store.pack.PackTooNewException;
import io.catalytic.store.remote.Remote.Listed;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the objects that hold a store's blobs. Immutable.
 *
 * @param packs by id
 * @param all the same packs, as fast to go through as can be: a new blob is looked for in each
 * @param alone blobs with objects of their own, by hash
 * @param dead the blobs that have a tombstone, as {@link RemoteLayout#death}
 * @param damaged what is wrong with packs that can't be opened, by id
 * @param tooNew packs that only a newer program can open, by id
 * @param condemned names of objects that a cleaning set aside: they can be read, and nobody who
 *     writes may rely on them
 */
record KnownPacks(
    Map<String, Pack> packs,
    List<Pack> all,
    Map<Hash, List<SingleBlob>> alone,
    Set<String> dead,
    Map<String, PackDamagedException> damaged,
    Map<String, PackTooNewException> tooNew,
    Set<String> condemned) {

  /** Nothing is known. */
  static final KnownPacks NONE =
      new KnownPacks(Map.of(), List.of(), Map.of(), Set.of(), Map.of(), Map.of(), Set.of());

  private static KnownPacks of(
      Map<String, Pack> packs,
      Map<Hash, List<SingleBlob>> alone,
      Set<String> dead,
      Map<String, PackDamagedException> damaged,
      Map<String, PackTooNewException> tooNew,
      Set<String> condemned) {
    // Packs that a check has set aside are there for whoever wants to see them, and for nobody
    // else.
    Map<String, Pack> living = new LinkedHashMap<>(packs);
    living.keySet().removeIf(id -> dead.contains(RemoteLayout.death(id)));
    Map<String, PackDamagedException> wrong = new LinkedHashMap<>(damaged);
    wrong.keySet().removeIf(id -> dead.contains(RemoteLayout.death(id)));
    return new KnownPacks(
        living, List.copyOf(living.values()), alone, dead, wrong, tooNew, condemned);
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

  /** Returns whether a tombstone says that a blob of one object is dead. */
  boolean isDead(Hash hash, String id) {
    return !dead.isEmpty() && dead.contains(RemoteLayout.death(hash, id));
  }

  /** Returns the objects that hold this blob alone. */
  List<SingleBlob> singles(Hash hash) {
    return alone.getOrDefault(hash, List.of());
  }

  /** Returns this with some more. */
  KnownPacks with(Collection<Pack> morePacks, Collection<SingleBlob> moreSingles) {
    Map<String, Pack> allPacks = new LinkedHashMap<>(packs);
    morePacks.forEach(pack -> allPacks.put(pack.file().id(), pack));
    Map<Hash, List<SingleBlob>> allAlone = new HashMap<>(alone);
    moreSingles.forEach(single -> add(single, allAlone));
    return of(allPacks, allAlone, dead, damaged, tooNew, condemned);
  }

  private static void add(SingleBlob single, Map<Hash, List<SingleBlob>> to) {
    List<SingleBlob> same = new ArrayList<>(to.getOrDefault(single.digest().hash(), List.of()));
    same.add(single);
    to.put(single.digest().hash(), same);
  }

  /** Returns this with some more dead. */
  KnownPacks withDead(Collection<String> more) {
    if (dead.containsAll(more)) {
      return this;
    }
    Set<String> allDead = new HashSet<>(dead);
    allDead.addAll(more);
    return of(packs, alone, allDead, damaged, tooNew, condemned);
  }

  /** Returns this with some more set aside. */
  KnownPacks withCondemned(Collection<String> more) {
    Set<String> all = new HashSet<>(condemned);
    all.addAll(more);
    return of(packs, alone, dead, damaged, tooNew, all);
  }

  /** Returns the packs that are not set aside. */
  List<Pack> reliable() {
    return all.stream()
        .filter(pack -> !condemned.contains(RemoteLayout.pack(pack.file().id())))
        .toList();
  }

  /** From what was known and a listing to what is known now. For one thread. */
  static final class Listing {
    private final RemoteObjects objects;
    private final RequestThreads threads;
    private final KnownPacks before;
    private final Map<String, Pack> packs = new LinkedHashMap<>();
    private final Map<Hash, List<SingleBlob>> alone = new HashMap<>();
    private final Map<String, PackDamagedException> damaged = new LinkedHashMap<>();
    private final Map<String, PackTooNewException> tooNew = new LinkedHashMap<>();
    private final List<RemotePack> unknown = new ArrayList<>();

    /** Takes what was listed. */
    Listing(RemoteObjects objects, RequestThreads threads, KnownPacks before, List<Listed> listed) {
      this.objects = objects;
      this.threads = threads;
      this.before = before;
      listed.forEach(this::take);
    }

    private void take(Listed object) {
      Optional<String> id = RemoteLayout.packId(object.name());
      Optional<RemoteLayout.Alone> single = RemoteLayout.alone(object.name());
      if (single.isPresent()) {
        Digest digest = new Digest(single.get().hash(), object.size());
        add(new SingleBlob(digest, single.get().id()), alone);
      } else if (id.isPresent()) {
        Pack known = before.packs.get(id.get());
        if (known == null) {
          unknown.add(new RemotePack(objects, id.get(), object.size()));
        } else {
          packs.put(id.get(), known);
        }
      }
    }

    /**
     * Opens what is new, and returns what is known now.
     *
     * @param tombstones listed after the packs: a blob that died before is known to be dead
     * @param condemned listed before the packs: what was deleted with a list is in neither
     */
    KnownPacks learn(Set<String> tombstones, Set<String> condemned) throws IOException {
      unknown.removeIf(pack -> tombstones.contains(RemoteLayout.death(pack.id())));
      keepUnlisted();
      List<Opened> opened = threads.forEach(unknown, Listing::open);
      for (int i = 0; i < opened.size(); i++) {
        String id = unknown.get(i).id();
        Pack pack = opened.get(i).pack();
        IOException trouble = opened.get(i).trouble();
        if (pack != null) {
          packs.put(id, pack);
        } else if (trouble instanceof PackDamagedException wrong) {
          damaged.put(id, wrong);
        } else if (trouble instanceof PackTooNewException newer) {
          tooNew.put(id, newer);
        }
      }
      return of(packs, alone, tombstones, damaged, tooNew, condemned);
    }

    /**
     * Keeps what was not listed and is there: not every server's listing is whole while others
     * write, and nothing is forgotten for that.
     */
    private void keepUnlisted() throws IOException {
      List<Pack> missing = new ArrayList<>();
      for (Map.Entry<String, Pack> pack : before.packs.entrySet()) {
        if (!packs.containsKey(pack.getKey())) {
          missing.add(pack.getValue());
        }
      }
      List<Boolean> there =
          threads.forEach(missing, pack -> isThere(RemoteLayout.pack(pack.file().id())));
      for (int i = 0; i < missing.size(); i++) {
        if (there.get(i)) {
          packs.put(missing.get(i).file().id(), missing.get(i));
        }
      }
      List<SingleBlob> singles =
          before.alone.values().stream()
              .flatMap(List::stream)
              .filter(
                  single -> !alone.getOrDefault(single.digest().hash(), List.of()).contains(single))
              .toList();
      there = threads.forEach(singles, single -> isThere(single.name()));
      for (int i = 0; i < singles.size(); i++) {
        if (there.get(i)) {
          add(singles.get(i), alone);
        }
      }
    }

    private boolean isThere(String name) throws IOException {
      return objects.remote().size(name).isPresent();
    }

    private record Opened(@Nullable Pack pack, @Nullable IOException trouble) {}

    private static Opened open(RemotePack file) throws IOException {
      try {
        return new Opened(file.openIndex(), null);
      } catch (PackDamagedException | PackTooNewException e) {
        return new Opened(null, e);
      } catch (NoSuchFileException e) {
        return new Opened(null, null); // gone since it was listed
      }
    }
  }
}
