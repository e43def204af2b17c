package io.catalytic.exec;

import io.catalytic.domain.Domain;
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

/** Runs one command in borrowed directories. For one thread, once. */
public final class Exec {
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
   * @throws IOException if the disk or the store fails. If the command was run, the record stays
   *     open, and a {@link Recovery} goes on
   */
  public ExecReport run(Interruption interruption) throws IOException, InterruptedException {
    for (Domain domain : options.domains()) {
      refuseReadOnly(domain);
    }
    refuseBorrowed();
    Holder self = Holder.self();
    try (HeldLease lease = HeldLease.hold(store.refs(), "exec " + id + ", " + self, LEASE)) {
      ExecRecord record = borrow(claim(self, lease.name()), interruption);
      Ending ending = new CommandRun(options, id).run(interruption);
      return new Settlement(store, listener).settle(record.with(ending), options.repair());
    }
  }

  private ExecRecord claim(Holder self, String lease) {
    return new ExecRecord(
        id,
        ExecRecord.State.CLAIMED,
        options.command(),
        Clock.systemUTC().millis(),
        options.repair(),
        options.keep(),
        self,
        lease,
        options.domains().stream().map(Borrowed::claimed).toList(),
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
      if (interruption.isWanted()) {
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

  private static void refuseReadOnly(Domain domain) throws IOException {
    if (Files.getFileStore(domain.path()).isReadOnly()) {
      throw new IllegalArgumentException(
          domain.directory()
              + " is on a file system that is mounted read-only, where nothing can be put back");
    }
  }

  private void refuseBorrowed() throws IOException {
    for (ExecRecord other : ledger.open()) {
      for (Domain domain : options.domains()) {
        if (!other.id().equals(id) && touches(other, domain.directory())) {
          throw new DomainBorrowedException(domain, other);
        }
      }
    }
  }

  /** Returns whether a record has borrowed a directory, or one in it, or one that it is in. */
  static boolean touches(ExecRecord record, String directory) {
    return record.domains().stream()
        .anyMatch(domain -> ExecOptions.overlap(domain.directory(), directory));
  }
}
