package io.catalytic.store.disk;

import com.google.common.base.Throwables;
import com.google.common.collect.ImmutableList;
import io.catalytic.digest.Digest;
import io.catalytic.digest.Hash;
import io.catalytic.store.GcOptions;
import io.catalytic.store.GcReport;
import io.catalytic.store.GcReport.Amount;
import io.catalytic.store.Leases;
import io.catalytic.store.LiveSet;
import io.catalytic.store.Reachability;
import io.catalytic.store.StoreRefusedException;
import io.catalytic.store.pack.PackDamagedException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Cleans a store on disk: marks what the refs keep alive, deletes what an earlier cleaning set
 * aside, sets aside what nothing names now, and puts small packs together.
 *
 * <p>What makes it safe beside writers, without a lock that they would have to wait for:
 *
 * <ul>
 *   <li>A writer relies on a blob that is there only after it has shown that it lives (its place
 *       under {@code tmp/}, or a lease), and until its refs are written.
 *   <li>A file is set aside by a rename. Who relied on it before is in the generation's seal, which
 *       is written after the last rename; who comes later does not see it and writes the blob anew.
 *   <li>A generation is deleted by a cleaning that began when all of these were gone, and that
 *       traced the refs after it had seen so. What is needed then is brought back.
 * </ul>
 *
 * <p>Each step is one rename or one deletion, of something that is either whole elsewhere or needed
 * by nobody: it may be cut short anywhere, and the next cleaning goes on. For one thread, once.
 */
final class GarbageCollection {
  private final StoreLayout layout;
  private final ExplainedDisk disk;
  private final DiskOptions diskOptions;
  private final GcOptions options;
  private final TreeSet<String> waitingFor = new TreeSet<>();
  private final Set<String> warnings = new LinkedHashSet<>();
  private final Map<Path, Generation.Seal> unwritten = new HashMap<>();
  private Amount condemned = Amount.NONE;
  private Amount deleted = Amount.NONE;
  private Amount revived = Amount.NONE;
  private int skipped;
  private long refs;
  private long corrupt;

  GarbageCollection(
      StoreLayout layout, ExplainedDisk disk, DiskOptions diskOptions, GcOptions options) {
    this.layout = layout;
    this.disk = options.dryRun() ? disk.untouched() : disk;
    this.diskOptions = diskOptions;
    this.options = options;
  }

  /** Cleans; tells what was done. */
  GcReport run() throws IOException {
    if (options.dryRun()) {
      try {
        return clean();
      } catch (IOException e) {
        throw explained(e);
      }
    }
    GcLock lock = GcLock.take(layout.gcLock(), disk);
    try {
      return clean();
    } finally {
      lock.close();
    }
  }

  /** Says why a dry run can't go on where a cleaning would mend something first. */
  private static IOException explained(IOException failure) {
    for (Throwable cause : Throwables.getCausalChain(failure)) {
      if (cause instanceof PackDamagedException) {
        return new IOException(
            cause.getMessage()
                + "; a dry run changes nothing, so it can't go on: store fsck saves what is good in"
                + " this pack, as store gc does",
            failure);
      }
    }
    return failure;
  }

  private GcReport clean() throws IOException {
    new Strays(layout, disk, condemned()).inShort().ifPresent(warnings::add);
    long bytesBefore = diskBytes();
    int packsBefore = packCount();
    Sweep sweep = round();
    if (options.grace().isZero()
        && !options.dryRun()
        && (sweep.condemned().blobs() > 0 || !unwritten.isEmpty())
        && corrupt == 0) {
      round(); // nobody asked for time to pass between the two passes
    }
    for (Path generation : unwritten.keySet()) {
      if (disk.isDirectory(generation)) {
        warnings.add(
            "the disk is full, so "
                + generation
                + " has no seal; store gc --grace 0s deletes without one what nobody relies on");
      }
    }
    return new GcReport(
        refs,
        condemned,
        deleted,
        revived,
        sweep.young(),
        sweep.unused(),
        corrupt,
        packsBefore,
        packCount(),
        skipped,
        bytesBefore,
        diskBytes(),
        ImmutableList.copyOf(waitingFor),
        ImmutableList.copyOf(warnings));
  }

  /** Goes through the store once, as a store of its own: what another relies on is no concern. */
  private Sweep round() throws IOException {
    waitingFor.clear();
    try (DiskStore own = DiskStore.on(layout, disk, diskOptions)) {
      String self = options.dryRun() ? "" : own.temp().id();
      Leases leases = new Leases(own.refs(), options.clock());
      List<Generation> due = due(leases);
      LiveSet live = new LiveSet();
      refs = Reachability.ofAllKinds().mark(own, own.blobs()::isThere, live);
      own.blobs().refresh();
      GoodCopies copies = new GoodCopies(own.blobs(), !options.dryRun());
      for (Generation generation : due) {
        delete(generation, own.blobs().packs(), copies, live);
      }
      if (!options.dryRun()) {
        for (Generation generation : unsealed()) {
          seal(generation, own, leases, self); // its cleaning was cut short
        }
      }
      Sweep sweep = new Sweep(layout, disk, diskOptions, options, own, live, copies);
      sweep.run();
      corrupt += sweep.corrupt() + copies.corrupt();
      warnings.addAll(own.blobs().repaired());
      condemned = condemned.plus(sweep.condemned());
      skipped = sweep.skipped();
      if (!options.dryRun()) {
        leases.sweep();
        new QuarantineSweep(layout, disk, own, live, sweep.youngFrom()).run();
        if (sweep.generation().isPresent()) {
          seal(sweep.generation().get(), own, leases, self);
        }
      }
      return sweep;
    }
  }

  /** Returns what may be deleted, provided that no ref names it that is written by now. */
  private List<Generation> due(Leases leases) throws IOException {
    List<Generation> due = new ArrayList<>();
    for (Generation generation : condemned().generations()) {
      Optional<Generation.Seal> seal;
      try {
        seal =
            generation.seal().or(() -> Optional.ofNullable(unwritten.get(generation.directory())));
      } catch (StoreRefusedException e) {
        throw e;
      } catch (IOException e) {
        warnings.add(String.valueOf(e.getMessage())); // who relies on it is not known
        continue;
      }
      if (seal.isPresent()
          && options.clock().millis() - seal.get().at() >= options.grace().toMillis()
          && !isWaitedFor(seal.get(), leases)) {
        due.add(generation);
      }
    }
    return due;
  }

  private List<Generation> unsealed() throws IOException {
    List<Generation> unsealed = new ArrayList<>();
    for (Generation generation : condemned().generations()) {
      if (!generation.hasSeal() && !generation.isOnlyStrays()) {
        unsealed.add(generation);
      }
    }
    return unsealed;
  }

  private void seal(Generation generation, DiskStore own, Leases leases, String self)
      throws IOException {
    List<String> writers = new ArrayList<>(TempSpace.living(layout.tmp(), disk));
    writers.remove(self);
    List<String> leased = leases.living().stream().map(Leases.Lease::name).toList();
    Generation.Seal seal = new Generation.Seal(options.clock().millis(), writers, leased);
    try {
      generation.seal(seal, own.temp().newName());
    } catch (ExplainedDisk.DiskFullException e) {
      unwritten.put(generation.directory(), seal); // good for as long as this cleaning lasts
    }
    isWaitedFor(seal, leases);
  }

  private boolean isWaitedFor(Generation.Seal seal, Leases leases) throws IOException {
    boolean waited = false;
    for (String writer : seal.writers()) {
      if (TempSpace.isLiving(layout.tmp(), writer, disk)) {
        waitingFor.add("writer " + writer);
        waited = true;
      }
    }
    for (Leases.Lease lease : leases.living()) {
      if (seal.leases().contains(lease.name())) {
        waitingFor.add("lease of " + lease.holder());
        waited = true;
      }
    }
    return waited;
  }

  /** Deletes what is not needed, or of which there is another copy, and a good one. */
  private void delete(Generation generation, Packs packs, GoodCopies copies, LiveSet live)
      throws IOException {
    for (String id : generation.packs()) {
      Path file = generation.pack(id);
      CondemnedPack pack = CondemnedPack.of(file, disk, packs, copies, live);
      dispose(file, layout.pack(id), pack.isNeeded(), pack.amount());
    }
    for (Hash hash : generation.loose()) {
      delete(generation.directory().resolve(hash.hex()), hash, copies, live);
    }
    if (!options.dryRun()) {
      generation.remove();
    }
  }

  /** As for a pack; but in its place nothing would read it before it is relied on. */
  private void delete(Path file, Hash hash, GoodCopies copies, LiveSet live) throws IOException {
    if (!live.contains(hash)) {
      dispose(file, layout.loose(hash), false, new Amount(1, Math.max(0, disk.size(file))));
      return;
    }
    Quarantine quarantine = new Quarantine(layout, disk, new Directories(disk, layout.root()));
    Digest digest;
    try {
      digest = quarantine.digest(file);
    } catch (NoSuchFileException e) {
      return; // a reader has just brought it back
    }
    if (digest.hash().equals(hash)) {
      boolean needed = copies.place(digest).isEmpty();
      dispose(file, layout.loose(hash), needed, new Amount(1, digest.size()));
      return;
    }
    corrupt++;
    if (!options.dryRun()) {
      quarantine.setAside(file, hash);
    }
  }

  private void dispose(Path file, Path place, boolean needed, Amount amount) throws IOException {
    if (needed) {
      revived = revived.plus(amount);
      if (!options.dryRun()) {
        condemned().bringBack(file, place);
      }
      return;
    }
    if (!options.dryRun()) {
      try {
        disk.delete(file);
      } catch (NoSuchFileException e) {
        return; // a reader has just brought it back
      }
    }
    deleted = deleted.plus(amount);
  }

  private Condemned condemned() {
    return new Condemned(layout, disk, new Directories(disk, layout.root()));
  }

  private int packCount() throws IOException {
    int count = 0;
    for (String name : disk.list(layout.packs())) {
      Path file = layout.packs().resolve(name);
      count += StoreLayout.isPack(name) && disk.size(file) != Disk.ABSENT ? 1 : 0;
    }
    return count;
  }

  private long diskBytes() throws IOException {
    long[] bytes = {sizes(layout.packs()) + condemned().bytes()};
    new LooseObjects(layout, disk).forEach(digest -> bytes[0] += digest.size());
    return bytes[0];
  }

  private long sizes(Path directory) throws IOException {
    long bytes = 0;
    for (String name : disk.list(directory)) {
      bytes += Math.max(0, disk.size(directory.resolve(name)));
    }
    return bytes;
  }
}
