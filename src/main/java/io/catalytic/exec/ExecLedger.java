package io.catalytic.exec;

import io.catalytic.digest.Json;
import io.catalytic.store.Leases;
import io.catalytic.store.Refs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The records of all execs of a store: refs {@code execs/open/ID}, and {@code execs/closed/ID} of
 * those that are over. So the open ones are found however many there were. Whoever wants to take
 * over an open one says so in {@code execs/taking/ID.LEASE}. Thread-safe.
 */
public final class ExecLedger {
  /** The first part of the refs' names. */
  static final String KIND = "execs";

  static final String OPEN = KIND + "/open";
  static final String CLOSED = KIND + "/closed";
  private static final String TAKING = KIND + "/taking";

  private final Refs refs;

  /** The ledger in the refs of a store. */
  public ExecLedger(Refs refs) {
    this.refs = refs;
  }

  /** Returns the ref of a record. */
  public static String name(ExecRecord record) {
    return (record.state() == ExecRecord.State.CLOSED ? CLOSED : OPEN) + "/" + record.id();
  }

  /** Returns the ref by which a record is taken over by whom it names. */
  static String taking(ExecRecord record) {
    String lease = record.lease().substring(record.lease().lastIndexOf('/') + 1);
    return TAKING + "/" + record.id() + "." + lease;
  }

  /** Writes a record durably, in place of what there was of the exec before. */
  void write(ExecRecord record) throws IOException {
    String json = Json.write(record.toJson());
    refs.write(name(record), json.getBytes(StandardCharsets.UTF_8));
    if (record.state() == ExecRecord.State.CLOSED) {
      refs.delete(OPEN + "/" + record.id()); // only now: one of the two is always there
    }
  }

  /** Removes the record of an exec that has run nothing. */
  void withdraw(ExecRecord record) throws IOException {
    refs.delete(OPEN + "/" + record.id());
  }

  /** Says durably that whom a record names wants to take it over. */
  void take(ExecRecord record) throws IOException {
    refs.write(taking(record), Json.write(record.toJson()).getBytes(StandardCharsets.UTF_8));
  }

  /** Takes that back. */
  void leave(ExecRecord record) throws IOException {
    refs.delete(taking(record));
  }

  /** Returns what was said by all others who want to take over the same record, dead or alive. */
  List<ExecRecord> rivals(ExecRecord record) throws IOException {
    List<ExecRecord> rivals = new ArrayList<>();
    for (String name : refs.list(TAKING)) {
      if (name.startsWith(TAKING + "/" + record.id() + ".") && !name.equals(taking(record))) {
        Optional<byte[]> value = refs.read(name);
        if (value.isPresent()) {
          rivals.add(ExecRecord.parse(name, value.get()));
        }
      }
    }
    return rivals;
  }

  /** Returns whether whom a record names is at work on it. */
  Holder.Life life(ExecRecord record) throws IOException {
    Holder.Life life = record.holder().life();
    // One that lives and has ended its lease has given up.
    return life == Holder.Life.LIVES && refs.read(record.lease()).isEmpty()
        ? Holder.Life.DEAD
        : life;
  }

  /** Returns whether the lease of whom a record names has not run out. */
  boolean isLeased(ExecRecord record) throws IOException {
    return new Leases(refs, Clock.systemUTC())
        .living().stream().anyMatch(lease -> lease.name().equals(record.lease()));
  }

  /**
   * Returns the records of those that are not over, by id.
   *
   * @throws IOException also if one is damaged, or of a newer version
   */
  public List<ExecRecord> open() throws IOException {
    List<ExecRecord> open = new ArrayList<>();
    for (String name : refs.list(OPEN)) {
      open(name.substring(OPEN.length() + 1)).ifPresent(open::add);
    }
    return open;
  }

  /** Returns the record of one that is not over; as {@link #open()}. */
  Optional<ExecRecord> open(String id) throws IOException {
    String name = OPEN + "/" + id;
    Optional<byte[]> value = refs.read(name);
    if (value.isEmpty()) {
      return Optional.empty(); // closed meanwhile
    }
    if (refs.read(CLOSED + "/" + id).isPresent()) {
      refs.delete(name); // killed before it did that itself
      return Optional.empty();
    }
    return Optional.of(ExecRecord.parse(name, value.get()));
  }

  /** Returns the record of an exec that is over. */
  public Optional<ExecRecord> closed(String id) throws IOException {
    String name = CLOSED + "/" + id;
    Optional<byte[]> value = refs.read(name);
    return value.isEmpty() ? Optional.empty() : Optional.of(ExecRecord.parse(name, value.get()));
  }
}
