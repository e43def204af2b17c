package io.catalytic.exec;

import io.catalytic.domain.SnapshotBlobs;
import io.catalytic.domain.SnapshotIndex.Known;
import io.catalytic.store.Mark;
import io.catalytic.store.ObjectStore;
import io.catalytic.store.RefTracer;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Follows {@code execs/…} to the states of the domains before and after, with their contents, and
 * to the lists of what the commands changed.
 */
public final class ExecTracer implements RefTracer {

  /** Made by the service loader. */
  public ExecTracer() {}

  @Override
  public String kind() {
    return ExecLedger.KIND;
  }

  @Override
  public void trace(String name, byte[] value, ObjectStore store, Mark mark) throws IOException {
    ExecRecord record = record(name, value);
    for (Borrowed domain : record.domains()) {
      if (domain.changes().isPresent()) {
        mark.needs(domain.changes().get().list());
      }
    }
    for (Known state : states(record)) {
      SnapshotBlobs.trace(state, store, mark);
    }
  }

  /** As {@link SnapshotBlobs#check}, of each state. */
  @Override
  public void check(String name, byte[] value, ObjectStore store) throws IOException {
    for (Known state : states(record(name, value))) {
      SnapshotBlobs.check(state, store);
    }
  }

  private static ExecRecord record(String name, byte[] value) throws IOException {
    ExecRecord record = ExecRecord.parse(name, value);
    if (!ExecLedger.name(record).equals(name) && !ExecLedger.taking(record).equals(name)) {
      throw new IOException("the record is that of " + ExecLedger.name(record));
    }
    return record;
  }

  private static Set<Known> states(ExecRecord record) {
    Set<Known> states = new LinkedHashSet<>();
    for (Borrowed domain : record.domains()) {
      domain.before().ifPresent(states::add);
      domain.target().ifPresent(states::add);
    }
    return states;
  }
}
