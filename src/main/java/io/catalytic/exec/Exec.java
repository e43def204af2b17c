package io.catalytic.exec;

import io.catalytic.domain.Domain;
import io.catalytic.domain.Handle;
import io.catalytic.domain.MountPoints;
import io.catalytic.domain.RawPath;
import io.catalytic.domain.Snapshot;
import io.catalytic.domain.SnapshotIndex;
import io.catalytic.restore.RestoreListener;
import io.catalytic.selection.Globs;
import io.catalytic.store.HeldLease;
import io.catalytic.store.ObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs one command in borrowed directories. For one thread, once. */
public final class Exec {
  private static final Logger LOG = LoggerFactory.getLogger(Exec.class);

  /** For how long one that was killed, on a machine that can't be asked, counts as living. */
  static final Duration LEASE = Duration.ofMinutes(2);

  private final ObjectStore store;
  private final ExecLedger ledger;
  private final ExecOptions options;
  private final RestoreListener listener;
  private final String id;

  /**
   * Prepares to run a command.
   *
   * @param store keeps the way back; it must stay open
   * @param id a part of a ref's name that no other exec of the store has
   */
  public Exec(ObjectStore store, ExecOptions options, RestoreListener listener, String id) {
    this.store = store;
    this.ledger = new ExecLedger(store.refs());
    this.options = options;
    this.listener = listener;
    this.id = id;
    var unused = Globs.compile(options.keep()); // a bad one is told before anything is done
  }

  /**
   * Takes the domains into the store, runs the command, and settles what it left.
   *
   * @param interruption ends the command early; the domains are settled all the same
   * @throws IllegalArgumentException if the domains can't be borrowed; nothing was run
   * @throws UnsettledException if the command was run, and what it left can't be read or put back:
   *     the record stays open, and a {@link Recovery} goes on
   * @throws IOException if the disk or the store fails before that; nothing was run
   */
  public ExecReport run(Interruption interruption) throws IOException, InterruptedException {
    for (Domain domain : options.domains()) {
      refuseUnrestorable(domain);
    }
    refuseBorrowed();
    Holder self = Holder.self();
    try (HeldLease lease = HeldLease.hold(store.refs(), "exec " + id + ", " + self, LEASE)) {
      ExecRecord record = borrow(claim(self, lease.name()), interruption);
      try {
        ExecRecord ended = record.with(new CommandRun(options, id).run(interruption));
        note(ended);
        Place.require(ended, true);
        return new Settlement(store, listener).settle(ended, options.repair());
      } catch (IOException | RuntimeException e) {
        throw new UnsettledException(record, e);
      }
    }
  }

  /** It is written at the end, too: a disk that is full is no reason to put nothing back. */
  private void note(ExecRecord ended) {
    try {
      ledger.write(ended);
    } catch (IOException e) {
      LOG.debug("how the command of exec {} ended could not be noted yet", id, e);
    }
  }

  private ExecRecord claim(Holder self, String lease) throws IOException {
    List<Borrowed> claimed = new ArrayList<>();
    for (Domain domain : options.domains()) {
      claimed.add(Borrowed.claimed(domain));
    }
    return new ExecRecord(
        id,
        ExecRecord.State.CLAIMED,
        options.command(),
        Clock.systemUTC().millis(),
        options.repair(),
        options.keep(),
        self,
        lease,
        claimed,
        Optional.empty(),
        false);
  }

  /** Returns the record with which the command may start; without one nothing is left behind. */
  private ExecRecord borrow(ExecRecord claim, Interruption interruption) throws IOException {
    ledger.write(claim);
    try {
      refuseBorrowed();
      List<Borrowed> taken = new ArrayList<>();
      for (int i = 0; i < options.domains().size(); i++) {
        Snapshot snapshot = Snapshot.takeInto(store, options.domains().get(i));
        taken.add(claim.domains().get(i).with(new SnapshotIndex(store).add(snapshot, true)));
      }
      if (!interruption.hold()) {
        throw new IOException("interrupted before the command was started; nothing was changed");
      }
      ExecRecord record = claim.with(ExecRecord.State.RUNNING, taken);
      ledger.write(record);
      return record;
    } catch (IOException | RuntimeException e) {
      try {
        ledger.withdraw(claim);
      } catch (IOException left) {
        e.addSuppressed(left);
      }
      throw e;
    }
  }

  private static void refuseUnrestorable(Domain domain) throws IOException {
    try (Handle directory = Handle.of(domain.path())) {
      Set<RawPath> mounts = MountPoints.inside(directory);
      mounts.removeIf(mount -> domain.leftOut().stream().anyMatch(mount::isUnder));
      if (!mounts.isEmpty()) {
        throw new IllegalArgumentException(
            "other file systems are mounted inside "
                + domain.directory()
                + ", where nothing can be put back (at "
                + mounts.stream().map(RawPath::display).collect(Collectors.joining(", "))
                + "); unmount them, or borrow the directories beside them");
      }
    }
    if (Files.getFileStore(domain.path()).isReadOnly()) {
      throw new IllegalArgumentException(
          domain.directory()
              + " is on a file system that is mounted read-only, where nothing can be put back");
    }
  }

  private void refuseBorrowed() throws IOException {
    for (ExecRecord other : ledger.open()) {
      for (Domain domain : options.domains()) {
        if (other.id().equals(id) || !touches(other, domain.directory())) {
          continue;
        }
        Holder.Life life = ledger.life(other);
        if (life != Holder.Life.DEAD || other.state() != ExecRecord.State.CLAIMED) {
          throw new DomainBorrowedException(domain, other, life);
        }
        ledger.withdraw(other); // it was killed before it ran anything
      }
    }
  }

  /** Returns whether a record has borrowed a directory, or one in it, or one that it is in. */
  static boolean touches(ExecRecord record, String directory) {
    return record.domains().stream()
        .anyMatch(domain -> ExecOptions.overlap(domain.directory(), directory));
  }
}
