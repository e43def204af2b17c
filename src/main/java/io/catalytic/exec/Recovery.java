package io.catalytic.exec;

import io.catalytic.restore.RestoreListener;
import io.catalytic.store.HeldLease;
import io.catalytic.store.Leases;
import io.catalytic.store.ObjectStore;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finishes what execs began whose processes are dead: their domains are put back, but for what was
 * to be kept, and proved. May itself be killed, and done again. For one thread.
 */
public final class Recovery {
  private final ObjectStore store;
  private final ExecLedger ledger;
  private final RestoreListener listener;

  /** Recovers what a store's ledger has open. */
  public Recovery(ObjectStore store, RestoreListener listener) {
    this.store = store;
    this.ledger = new ExecLedger(store.refs());
    this.listener = listener;
  }

  /**
   * What a recovery came to.
   *
   * @param finished those that were settled, in the order of their ids
   * @param withdrawn ids of those that had run nothing
   * @param left a sentence for each that was left alone, as its process lives
   */
  public record Recovered(List<ExecReport> finished, List<String> withdrawn, List<String> left) {
    /** Takes copies. */
    public Recovered {
      finished = List.copyOf(finished);
      withdrawn = List.copyOf(withdrawn);
      left = List.copyOf(left);
    }
  }

  /**
   * Recovers.
   *
   * @param directories absolute paths with links resolved: only what touches one of them; all if
   *     none is given, but then nothing of another machine
   * @throws IOException if a domain or the store can't be used; what was not finished stays open
   */
  public Recovered recover(List<String> directories) throws IOException, InterruptedException {
    List<ExecReport> finished = new ArrayList<>();
    List<String> withdrawn = new ArrayList<>();
    List<String> left = new ArrayList<>();
    for (ExecRecord record : ledger.open()) {
      boolean named = directories.stream().anyMatch(path -> Exec.touches(record, path));
      if (!directories.isEmpty() && !named) {
        continue;
      }
      Optional<String> obstacle = obstacle(record, named);
      if (obstacle.isPresent()) {
        left.add("exec " + record.id() + ": " + obstacle.get());
      } else if (record.state() == ExecRecord.State.CLAIMED) {
        ledger.withdraw(record);
        withdrawn.add(record.id());
      } else {
        finished.add(finish(record));
      }
    }
    return new Recovered(finished, withdrawn, left);
  }

  /** Returns why a record must be left alone. */
  private Optional<String> obstacle(ExecRecord record, boolean named) throws IOException {
    Holder holder = record.holder();
    switch (holder.life()) {
      case LIVES -> {
        return Optional.of(holder + " is at work");
      }
      case DEAD -> {
        return Optional.empty();
      }
      case UNKNOWN -> {
        boolean leased =
            new Leases(store.refs(), Clock.systemUTC())
                .living().stream().anyMatch(lease -> lease.name().equals(record.lease()));
        if (leased) {
          return Optional.of(
              holder
                  + " can't be seen from here, and its lease still lives; it ends after two"
                  + " minutes if the process is dead");
        }
        return holder.isHere() || named
            ? Optional.empty()
            : Optional.of(
                holder
                    + " was on another machine; recover it there, or, if this one has the same"
                    + " directory, with --domain DIR");
      }
    }
    throw new AssertionError(holder);
  }

  private ExecReport finish(ExecRecord record) throws IOException, InterruptedException {
    Holder self = Holder.self();
    String holder = "recovery of exec " + record.id() + ", " + self;
    try (HeldLease lease = HeldLease.hold(store.refs(), holder, Exec.LEASE)) {
      ExecRecord own = record.takenBy(self, lease.name());
      ledger.write(own);
      int leftBehind = new CommandProcesses(record.id()).end(ExecOptions.DEFAULT_GRACE, Set.of());
      if (own.ending().isEmpty()) {
        own = own.with(Ending.unknown(leftBehind));
      }
      return new Settlement(store, listener).settle(own, true);
    }
  }
}
