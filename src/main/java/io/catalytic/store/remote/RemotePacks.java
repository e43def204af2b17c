package io.catalytic.store.remote;

import com.google.common.collect.Sets;
import io.catalytic.digest.Hash;
import io.catalytic.store.pack.Pack;
import io.catalytic.store.pack.PackSummary;
import io.catalytic.store.pack.PackedBlob;
import io.catalytic.store.remote.Remote.Listed;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The objects that hold a store's blobs, as this process knows them: those that it has listed or
 * written, less what a tombstone says is dead.
 *
 * <p>A listing costs a request for each thousand objects. So nobody lists who can do with what is
 * known, and of many who miss something at a time, one lists: a listing answers everyone who asked
 * before it began. Thread-safe.
 */
final class RemotePacks implements Closeable {
  private final RemoteObjects objects;
  private final RequestThreads threads = new RequestThreads();
  private final Condemned condemned;
  private final Set<String> leftOut = new HashSet<>();
  private final AtomicLong begun = new AtomicLong();
  private final Object changing = new Object();
  private long done;
  private volatile KnownPacks known = KnownPacks.NONE;

  RemotePacks(RemoteObjects objects) {
    this.objects = objects;
    condemned = new Condemned(objects);
  }

  /** Returns what is known now, without a request. */
  KnownPacks known() {
    return known;
  }

  /**
   * Opens a blob that one who writes may rely on, looking only at what is known: no cleaning has
   * set it aside.
   */
  Optional<StoredBlob> findReliable(Hash hash) throws IOException {
    return findReliable(hash, "");
  }

  /**
   * As {@link #findReliable(Hash)}.
   *
   * @param relied the name of an object that was relied on before, and so may be set aside by now
   */
  Optional<StoredBlob> findReliable(Hash hash, String relied) throws IOException {
    KnownPacks now = known;
    return find(hash, now, name -> name.equals(relied) || !now.condemned().contains(name));
  }

  /** As {@link #find}, but a blob that isn't there is looked for in what others did since. */
  Optional<StoredBlob> findFresh(Hash hash) throws IOException {
    Optional<StoredBlob> found = find(hash, known, name -> true);
    if (found.isEmpty()) {
      refresh();
      KnownPacks now = known;
      found = find(hash, now, name -> true);
      if (found.isEmpty()) {
        now.requireAll(); // it may be in there
      }
    }
    return found;
  }

  private Optional<StoredBlob> find(Hash hash, KnownPacks now, Predicate<String> usable)
      throws IOException {
    int tag = PackSummary.tag(hash);
    for (Pack pack : now.all()) {
      if (pack.mayHave(hash, tag)
          && !now.isDead(hash, pack.file().id())
          && usable.test(RemoteLayout.pack(pack.file().id()))) {
        Optional<PackedBlob> found = find(pack, hash, tag);
        if (found.isPresent()) {
          return Optional.of(new StoredBlob.InPack(found.get()));
        }
      }
    }
    for (SingleBlob single : now.singles(hash)) {
      if (!now.isDead(hash, single.id()) && usable.test(single.name())) {
        return Optional.of(open(single));
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

  private StoredBlob open(SingleBlob single) {
    return new StoredBlob.Alone(
        single,
        objects.place(single.name()),
        objects.cached(single.name(), single.id(), single.digest().size()));
  }

  /** Learns what others did since: everything that was there when this was called. */
  void refresh() throws IOException {
    long asked = begun.get();
    synchronized (changing) {
      if (done > asked) {
        return;
      }
      long number = begun.incrementAndGet();
      // Before the packs: an object that is deleted after this is in here, if it is in there.
      Set<String> setAside = condemned.all();
      KnownPacks.Listing listing =
          new KnownPacks.Listing(
              objects, threads, known, objects.remote().list(RemoteLayout.PACKS));
      known = listing.learn(tombstones(), Sets.union(setAside, leftOut).immutableCopy());
      done = number;
    }
  }

  private Set<String> tombstones() throws IOException {
    return objects.remote().list(RemoteLayout.QUARANTINE).stream()
        .map(Listed::name)
        .flatMap(name -> RemoteLayout.deathBy(name).stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Returns whether all of these objects are still there, and learns what died in them since.
   *
   * <p>Asks for each by its name: they are few, and a listing may be long.
   */
  boolean recheck(Collection<String> names) throws IOException {
    synchronized (changing) {
      known = known.withDead(tombstones());
    }
    return threads
        .forEach(List.copyOf(names), name -> objects.remote().size(name).isPresent())
        .stream()
        .allMatch(there -> there);
  }

  /** Adds what this process has written, so that it need not list it. */
  void add(Collection<Pack> packs, Collection<SingleBlob> singles) {
    synchronized (changing) {
      known = known.with(packs, singles);
    }
  }

  /** Has nobody who writes through this store rely on some objects from now on. */
  void leaveOut(Collection<String> names) {
    synchronized (changing) {
      leftOut.addAll(names);
      known = known.withCondemned(names);
    }
  }

  /** Takes a name back; from the next listing on, its object may be relied on. */
  void admit(String name) {
    synchronized (changing) {
      leftOut.remove(name);
    }
  }

  /** Counts a whole pack as not there from now on. */
  void buryPack(String id) {
    synchronized (changing) {
      known = known.withDead(List.of(RemoteLayout.death(id)));
    }
  }

  /** Counts a blob of one object as missing from now on. */
  void bury(Hash hash, String id) {
    synchronized (changing) {
      known = known.withDead(List.of(RemoteLayout.death(hash, id)));
    }
  }

  @Override
  public void close() {
    threads.close();
  }
}
