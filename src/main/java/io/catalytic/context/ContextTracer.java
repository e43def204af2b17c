package io.catalytic.context;

import io.catalytic.digest.Hash;
import io.catalytic.store.Mark;
import io.catalytic.store.ObjectStore;
import io.catalytic.store.RefTracer;
import io.catalytic.store.Refs;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Keeps the live references of all contexts from being collected. */
public final class ContextTracer implements RefTracer {

  /** So often is read what others change meanwhile. */
  private static final int PATIENCE = 100;

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
    Optional<Set<Hash>> released = released(store.refs(), segment);
    for (Hash hash : hashes) {
      if (released.isEmpty()) {
        mark.keeps(hash); // it may be released, and gone by right
      } else if (!released.get().contains(hash)) {
        mark.needs(hash);
      }
    }
  }

  /**
   * Returns what was released of a segment; empty if others change it faster than it can be read.
   * What is listed while records are folded may lack both the old ones and the new one, so it
   * counts only once it was listed twice.
   */
  private static Optional<Set<Hash>> released(Refs refs, ContextRef.Added segment)
      throws IOException {
    List<ContextRef.Released> listed = Releases.list(refs, segment);
    for (int race = 0; race < PATIENCE; race++) {
      Optional<Set<Hash>> released = Releases.read(refs, listed);
      List<ContextRef.Released> again = Releases.list(refs, segment);
      if (released.isPresent() && again.equals(listed)) {
        return released;
      }
      listed = again;
    }
    return Optional.empty();
  }
}
