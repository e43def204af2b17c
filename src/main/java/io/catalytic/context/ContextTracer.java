package io.catalytic.context;

import io.catalytic.digest.Hash;
import io.catalytic.store.Mark;
import io.catalytic.store.ObjectStore;
import io.catalytic.store.RefTracer;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/** Keeps the live references of all contexts from being collected. */
public final class ContextTracer implements RefTracer {

  /** Made by the service loader. */
  public ContextTracer() {}

  @Override
  public String kind() {
    return ContextRef.KIND;
  }

  @Override
  public void trace(String name, byte[] value, ObjectStore store, Mark mark) throws IOException {
    if (!(ContextRef.parse(name) instanceof ContextRef.Added segment)) {
      ReleaseRecord.parse(name, value);
      return;
    }
    Set<Hash> hashes = SegmentRecord.parse(name, value).references().keySet();
    // Where a record went while it was read, nothing of the segment is taken for released.
    Optional<Set<Hash>> released =
        Releases.read(store.refs(), Releases.list(store.refs(), segment));
    for (Hash hash : hashes) {
      if (released.isEmpty() || !released.get().contains(hash)) {
        mark.needs(hash);
      }
    }
  }
}
