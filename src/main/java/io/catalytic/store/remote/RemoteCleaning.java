package io.catalytic.store.remote;

import com.google.common.collect.ImmutableList;
import io.catalytic.digest.Digest;
import io.catalytic.digest.Hash;
import io.catalytic.store.GcOptions;
import io.catalytic.store.GcReport;
import io.catalytic.store.GcReport.Amount;
import io.catalytic.store.Leases;
import io.catalytic.store.LiveSet;
import io.catalytic.store.Reachability;
import io.catalytic.store.Refs;
import io.catalytic.store.pack.PackDamagedException;
import io.catalytic.store.pack.PackEntries;
import io.catalytic.store.pack.PackEntry;
import io.catalytic.store.pack.PackTooNewException;
import io.catalytic.store.remote.Remote.Listed;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Cleans a store on an object store: marks what the refs keep alive, deletes what an earlier
 * cleaning set aside, and sets aside what nothing names now.
 *
 * <p>Nothing is moved: an object is set aside by a list of names. What makes it safe beside
 * writers, whom it never makes wait:
 *
 * <ul>
 *   <li>A writer has a lease before it reads the lists, and the lists before it looks which objects
 *       there are; it never relies on one that is listed.
 *   <li>The seal of a list has all leases that lived after the list was written. So whoever may
 *       rely on something in the list is in the seal; who is not, saw the list.
 *   <li>A list is worked off by a cleaning that began when all in the seal were gone, and that
 *       traced the refs after it had seen so. What is needed then, and nowhere else, stays.
 * </ul>
 *
 * <p>Objects are deleted first, then the list, then the seal. Cut short anywhere, the next cleaning
 * goes on: a list without a seal is sealed, and names that are gone are passed over. For one
 * thread, once.
 */
final class RemoteCleaning {

  /** Cleanings that were killed keep others away for no longer. */
  static final Duration VALIDITY = Duration.ofMinutes(10);

  /** What a writer that was killed was writing stays for so long, or for the grace. */
  static final Duration DRAFTS_STAY = Duration.ofDays(1);

  private static final String HOLDER = "gc ";

  private final RemoteObjects objects;
  private final BatchLimits limits;
  private final GcOptions options;
  private final long now;
  private final Refs refs;
  private final Leases leases;
  private final StoreLease lease;
  private final Condemned condemned;
  private final TreeSet<String> waitingFor = new TreeSet<>();
  private String self = "";
  private boolean sealed;
  private Amount deleted = Amount.NONE;
  private Amount revived = Amount.NONE;
  private long traced;
  private long corrupt;

  RemoteCleaning(RemoteObjects objects, BatchLimits limits, GcOptions options) {
    this.objects = objects;
    this.limits = limits;
    this.options = options;
    now = options.clock().millis();
    refs = RemoteRefs.unguarded(objects);
    leases = new Leases(refs, options.clock());
    lease = new StoreLease(refs, options.clock(), HOLDER + StoreLease.thisProcess(), VALIDITY);
    condemned = new Condemned(objects);
  }

  /** Cleans; tells what was done. */
  GcReport run() throws IOException {
    try (RemoteStore own = RemoteStore.on(objects, limits, lease)) {
      if (!options.dryRun()) {
        self = lease.hold();
        requireAlone();
      }
      return clean(own);
    }
  }

  /** Of two that begin at a time at least one gives way, for each looks after it can be seen. */
  private void requireAlone() throws IOException {
    for (Leases.Lease other : leases.living()) {
      if (other.holder().startsWith(HOLDER) && !other.name().equals(self)) {
        throw new IOException(
            objects.location()
                + ": this store is being cleaned already ("
                + other.holder()
                + "); wait until that is done, or, if it was killed, until its lease ends, at most "
                + VALIDITY.toMinutes()
                + " minutes");
      }
    }
  }

  private GcReport clean(RemoteStore own) throws IOException {
    List<Listed> before = objects.remote().list(RemoteLayout.PACKS);
    int packsBefore = packCount(before);
    RemoteSweep sweep = round(own);
    if (options.grace().isZero() && sealed && corrupt == 0) {
      round(own); // nobody asked for time to pass between the two passes
    }
    List<Listed> after = objects.remote().list(RemoteLayout.PACKS);
    return new GcReport(
        traced,
        sweep.condemned(),
        deleted,
        revived,
        sweep.young(),
        sweep.unused(),
        corrupt,
        packsBefore,
        packCount(after),
        0,
        bytes(before),
        bytes(after),
        ImmutableList.copyOf(waitingFor),
        ImmutableList.of());
  }

  private int packCount(List<Listed> listed) throws IOException {
    var setAside = condemned.all();
    return (int)
        listed.stream()
            .map(Listed::name)
            .filter(name -> RemoteLayout.packId(name).isPresent() && !setAside.contains(name))
            .count();
  }

  private static long bytes(List<Listed> listed) {
    return listed.stream().mapToLong(Listed::size).sum();
  }

  private RemoteSweep round(RemoteStore own) throws IOException {
    waitingFor.clear();
    List<String> due = due();
    LiveSet live = new LiveSet();
    traced = Reachability.ofAllKinds().mark(own, own::isThere, live);
    own.packs().refresh();
    GoodCopies copies = own.goodCopies(!options.dryRun());
    for (String generation : due) {
      delete(generation, own.packs(), copies, live);
    }
    own.packs().refresh();
    RemoteSweep sweep = new RemoteSweep(objects, limits, options, own, live);
    sweep.run();
    corrupt += sweep.corrupt() + copies.corrupt();
    if (!options.dryRun()) {
      deleteDrafts();
      lease.require();
      new QuarantineSweep(objects, live, now - options.grace().toMillis()).run();
      leases.sweep();
      if (!sweep.names().isEmpty()) {
        lease.require();
        String generation = RemoteLayout.newId();
        condemned.writeList(generation, sweep.names());
        seal(generation);
      }
    }
    return sweep;
  }

  /** Should one be still at work on its draft, its commit fails, and nothing is lost. */
  private void deleteDrafts() throws IOException {
    Duration stay = options.grace().compareTo(DRAFTS_STAY) > 0 ? options.grace() : DRAFTS_STAY;
    for (Listed draft : objects.remote().list(RemoteLayout.DRAFTS)) {
      if (RemoteLayout.isDraft(draft.name()) && now - draft.modified() > stay.toMillis()) {
        objects.remote().delete(draft.name());
      }
    }
  }

  /** Returns what may be deleted, provided that no ref names it that is written by now. */
  private List<String> due() throws IOException {
    List<String> due = new ArrayList<>();
    for (String generation : condemned.lists()) {
      Optional<Condemned.Seal> seal = condemned.seal(generation);
      if (seal.isEmpty()) {
        if (!options.dryRun()) {
          seal(generation); // its cleaning was cut short
        }
      } else if (options.clock().millis() - seal.get().at() >= options.grace().toMillis()
          && !isWaitedFor(seal.get(), leases.living())) {
        due.add(generation);
      }
    }
    if (!options.dryRun()) {
      for (String generation : condemned.sealsOnly()) {
        condemned.remove(generation);
      }
    }
    return due;
  }

  /** Seals a list; the leases are read here, after it was written. */
  private void seal(String generation) throws IOException {
    List<Leases.Lease> living =
        leases.living().stream().filter(each -> !each.name().equals(self)).toList();
    Condemned.Seal seal =
        new Condemned.Seal(
            options.clock().millis(), living.stream().map(Leases.Lease::name).toList());
    condemned.writeSeal(generation, seal);
    sealed = true;
    isWaitedFor(seal, living);
  }

  private boolean isWaitedFor(Condemned.Seal seal, List<Leases.Lease> living) {
    boolean waited = false;
    for (Leases.Lease each : living) {
      if (seal.leases().contains(each.name())) {
        waitingFor.add("lease of " + each.holder());
        waited = true;
      }
    }
    return waited;
  }

  /** Deletes what is not needed, or of which there is another copy, and a good one. */
  private void delete(String generation, RemotePacks packs, GoodCopies copies, LiveSet live)
      throws IOException {
    for (String name : condemned.list(generation)) {
      Optional<Fate> found = fate(name, packs, copies, live);
      if (found.isEmpty()) {
        continue; // an earlier cleaning, which was cut short, has deleted it
      }
      Fate fate = found.get();
      if (fate.needed()) {
        revived = revived.plus(fate.amount());
        continue;
      }
      if (!options.dryRun()) {
        lease.require();
        objects.remote().delete(name);
      }
      deleted = deleted.plus(fate.amount());
    }
    if (!options.dryRun()) {
      condemned.remove(generation);
    }
  }

  /**
   * What an object that was set aside has to say at its end.
   *
   * @param needed whether it has a blob that is needed and of which there is no other good copy
   * @param amount the blobs in it that nothing needs
   */
  private record Fate(boolean needed, Amount amount) {}

  private Optional<Fate> fate(String name, RemotePacks packs, GoodCopies copies, LiveSet live)
      throws IOException {
    Optional<RemoteLayout.Alone> alone = RemoteLayout.alone(name);
    Optional<String> id = RemoteLayout.packId(name);
    var size = objects.remote().size(name);
    if (size.isEmpty()) {
      return Optional.empty();
    }
    if (alone.isPresent()) {
      Hash hash = alone.get().hash();
      boolean dead = packs.known().isDead(hash, alone.get().id());
      boolean needed = !dead && live.contains(hash) && isNowhereElse(hash, copies);
      return Optional.of(new Fate(needed, new Amount(1, size.getAsLong())));
    }
    if (id.isEmpty()) {
      return Optional.of(new Fate(true, Amount.NONE)); // no name that a cleaning would list
    }
    return packFate(new RemotePack(objects, id.get(), size.getAsLong()), packs, copies, live);
  }

  private static Optional<Fate> packFate(
      RemotePack file, RemotePacks packs, GoodCopies copies, LiveSet live) throws IOException {
    Amount unused = Amount.NONE;
    boolean needed = false;
    try {
      PackEntries entries = new PackEntries(file.openIndex());
      for (PackEntry entry = entries.next(); entry != null; entry = entries.next()) {
        Digest digest = entry.digest();
        if (!live.contains(digest.hash())) {
          unused = unused.plusOne(PackEntry.BYTES + entry.stored());
        } else if (!packs.known().isDead(digest.hash(), file.id())
            && isNowhereElse(digest.hash(), copies)) {
          needed = true;
        }
      }
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (PackDamagedException | PackTooNewException e) {
      needed = true; // perhaps; off the list it is found like any other
    }
    return Optional.of(new Fate(needed, unused));
  }

  private static boolean isNowhereElse(Hash hash, GoodCopies copies) throws IOException {
    Optional<StoredBlob> other = copies.find(hash);
    if (other.isPresent()) {
      other.get().close();
    }
    return other.isEmpty();
  }
}
