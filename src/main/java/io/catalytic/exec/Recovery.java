package io.catalytic.exec;

import io.catalytic.restore.RestoreListener;
import io.catalytic.store.HeldLease;
import io.catalytic.store.ObjectStore;
import java.io.IOException;
import java.time.Duration;
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
  private final Duration grace;

  /**
   * Recovers what a store's ledger has open.
   *
   * @param grace how long processes of the commands have between SIGTERM and SIGKILL
   */
  public Recovery(ObjectStore store, RestoreListener listener, Duration grace) {
    this.store = store;
    this.ledger = new ExecLedger(store.refs());
    this.listener = listener;
    this.grace = grace;
  }

  /**
   * What a recovery came to.
   *
   * @param finished those that were settled, in the order of their ids
   * @param withdrawn ids of those that had run nothing
   * @param left a sentence for each that was left alone, as its process lives
   * @param failed why others could not be settled; they stay open
   */
  public record Recovered(
      List<ExecReport> finished,
      List<String> withdrawn,
      List<String> left,
      List<UnsettledException> failed) {
    /** Takes copies. */
    public Recovered {
      finished = List.copyOf(finished);
      withdrawn = List.copyOf(withdrawn);
      left = List.copyOf(left);
      failed = List.copyOf(failed);
    }
  }

  /** What became of one that was to be taken over; neither if somebody else has finished it. */
  private record Taken(Optional<ExecReport> report, Optional<String> obstacle) {
    static Taken over() {
      return new Taken(Optional.empty(), Optional.empty());
    }

    static Taken not(Optional<String> obstacle) {
      return new Taken(Optional.empty(), obstacle);
    }

    static Taken and(ExecReport report) {
      return new Taken(Optional.of(report), Optional.empty());
    }
  }

  /**
   * Recovers.
   *
   * @param directories absolute paths with links resolved: only what touches one of them; all if
   *     none is given, but then nothing of another machine
   * @throws IOException if the ledger can't be read
   */
  public Recovered recover(List<String> directories) throws IOException, InterruptedException {
    List<ExecReport> finished = new ArrayList<>();
    List<String> withdrawn = new ArrayList<>();
    List<String> left = new ArrayList<>();
    List<UnsettledException> failed = new ArrayList<>();
    for (ExecRecord record : ledger.open()) {
      boolean named = directories.stream().anyMatch(path -> Exec.touches(record, path));
      if (!directories.isEmpty() && !named) {
        continue;
      }
      Optional<String> obstacle = obstacle(record, named);
      if (obstacle.isEmpty() && record.state() == ExecRecord.State.CLAIMED) {
        ledger.withdraw(record);
        withdrawn.add(record.id());
        continue;
      }
      try {
        Taken taken = obstacle.isPresent() ? Taken.not(obstacle) : take(record, named);
        taken.report().ifPresent(finished::add);
        taken.obstacle().ifPresent(why -> left.add("exec " + record.id() + ": " + why));
      } catch (IOException | RuntimeException e) {
        failed.add(new UnsettledException(record, e)); // the others are none the worse for it
      }
    }
    return new Recovered(finished, withdrawn, left, failed);
  }

  /** Returns why a record must be left alone. */
  private Optional<String> obstacle(ExecRecord record, boolean named) throws IOException {
    Holder holder = record.holder();
    return switch (ledger.life(record)) {
      case LIVES -> Optional.of(holder + " is at work");
      case DEAD -> Optional.empty();
      case UNKNOWN -> {
        if (ledger.isLeased(record)) {
          yield Optional.of(
              holder
                  + " can't be seen from here, and its lease still lives; it ends after two"
                  + " minutes if the process is dead");
        }
        yield holder.isHere() || named
            ? Optional.empty()
            : Optional.of(
                holder
                    + " was on another machine; recover it there, or, if this one has the same"
                    + " directory, with --domain DIR");
      }
    };
  }

  /**
   * Takes a record over and finishes it, unless somebody else does. As when domains are borrowed,
   * each says first what he wants and looks then, so that of two at a time at least one sees the
   * other. And only then it counts what the record says: it may be over, or another's.
   */
  private Taken take(ExecRecord seen, boolean named) throws IOException, InterruptedException {
    Holder self = Holder.self();
    String holder = "recovery of exec " + seen.id() + ", " + self;
    try (HeldLease lease = HeldLease.hold(store.refs(), holder, Exec.LEASE)) {
      ExecRecord wish = seen.takenBy(self, lease.name());
      ledger.take(wish);
      try {
        Optional<String> rival = rival(wish);
        if (rival.isPresent()) {
          return Taken.not(rival);
        }
        Optional<ExecRecord> record = ledger.open(seen.id());
        if (record.isEmpty()) {
          return Taken.over();
        }
        Optional<String> obstacle = obstacle(record.get(), named);
        return obstacle.isPresent()
            ? Taken.not(obstacle)
            : Taken.and(finish(record.get().takenBy(self, lease.name()), named));
      } finally {
        ledger.leave(wish);
      }
    }
  }

  private Optional<String> rival(ExecRecord wish) throws IOException {
    for (ExecRecord rival : ledger.rivals(wish)) {
      Holder.Life life = ledger.life(rival);
      if (life == Holder.Life.LIVES || (life == Holder.Life.UNKNOWN && ledger.isLeased(rival))) {
        return Optional.of(rival.holder() + " recovers it, too; call again when that has ended");
      }
      ledger.leave(rival);
    }
    return Optional.empty();
  }

  private ExecReport finish(ExecRecord taken, boolean named)
      throws IOException, InterruptedException {
    ledger.write(taken);
    CommandProcesses processes = new CommandProcesses(taken.id());
    processes.awaitStarted();
    int leftBehind = processes.end(grace, Set.of(), Set::of);
    Place.require(taken, !named);
    ExecRecord ended = taken.ending().isPresent() ? taken : taken.with(Ending.unknown(leftBehind));
    return new Settlement(store, listener).settle(ended, true);
  }
}
