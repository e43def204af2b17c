package io.catalytic.exec;

import io.catalytic.digest.Json;
import io.catalytic.store.Refs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The records of all execs of a store: refs {@code execs/open/ID}, and {@code execs/closed/ID} of
 * those that are over. So the open ones are found however many there were. Thread-safe.
 */
public final class ExecLedger {
  /** The first part of the refs' names. */
  static final String KIND = "execs";

  static final String OPEN = KIND + "/open";
  static final String CLOSED = KIND + "/closed";

  private final Refs refs;

  /** The ledger in the refs of a store. */
  public ExecLedger(Refs refs) {
    this.refs = refs;
  }

  /** Returns the ref of a record. */
  public static String name(ExecRecord record) {
    return (record.state() == ExecRecord.State.CLOSED ? CLOSED : OPEN) + "/" + record.id();
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

  /**
   * Returns the records of those that are not over, by id.
   *
   * @throws IOException also if one is damaged, or of a newer version
   */
  public List<ExecRecord> open() throws IOException {
    List<ExecRecord> open = new ArrayList<>();
    for (String name : refs.list(OPEN)) {
      Optional<byte[]> value = refs.read(name);
      String id = name.substring(OPEN.length() + 1);
      if (value.isEmpty()) {
        continue; // closed meanwhile
      }
      if (refs.read(CLOSED + "/" + id).isPresent()) {
        refs.delete(name); // killed before it did that itself
        continue;
      }
      open.add(ExecRecord.parse(name, value.get()));
    }
    return open;
  }

  /** Returns the record of an exec that is over. */
  public Optional<ExecRecord> closed(String id) throws IOException {
    String name = CLOSED + "/" + id;
    Optional<byte[]> value = refs.read(name);
    return value.isEmpty() ? Optional.empty() : Optional.of(ExecRecord.parse(name, value.get()));
  }
}
