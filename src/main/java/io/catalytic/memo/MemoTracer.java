package io.catalytic.memo;

import io.catalytic.store.Mark;
import io.catalytic.store.ObjectStore;
import io.catalytic.store.RefTracer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Follows {@code memo/…} to the answers and to what models wrote: kept as long as the ref is there,
 * but not needed, since what is lost is asked again.
 */
public final class MemoTracer implements RefTracer {

  /** Made by the service loader. */
  public MemoTracer() {}

  @Override
  public String kind() {
    return MemoRange.KIND;
  }

  @Override
  public void trace(String name, byte[] value, ObjectStore store, Mark mark) throws IOException {
    List<MemoEntry> entries = new ArrayList<>();
    MemoRecord.read(name, value, input -> true, entries::add);
    for (MemoEntry entry : entries) {
      if (entry instanceof KeptAnswer answer) {
        mark.keeps(answer.result().hash());
      } else if (entry instanceof KeptCall call && call.text() instanceof KeptCall.Stored stored) {
        mark.keeps(stored.blob().hash());
      }
    }
  }
}
