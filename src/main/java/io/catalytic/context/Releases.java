package io.catalytic.context;

import io.catalytic.digest.Hash;
import io.catalytic.store.Refs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads what was released of a segment. */
final class Releases {
  private Releases() {}

  /** Returns the records of what was released of a segment. */
  static List<ContextRef.Released> list(Refs refs, ContextRef.Added segment) throws IOException {
    List<ContextRef.Released> releases = new ArrayList<>();
    for (String name : refs.list(ContextRef.parent(segment.context(), segment.segment()))) {
      if (ContextRef.listed(refs, name).orElse(null) instanceof ContextRef.Released released) {
        releases.add(released);
      }
    }
    return releases;
  }

  /**
   * Returns what all of the records name; empty if one of them is gone, because its segment is or
   * because it was folded into another.
   */
  static Optional<Set<Hash>> read(Refs refs, Collection<ContextRef.Released> releases)
      throws IOException {
    Set<Hash> hashes = new HashSet<>();
    for (ContextRef.Released release : releases) {
      Optional<byte[]> record = refs.read(release.name());
      if (record.isEmpty()) {
        return Optional.empty();
      }
      hashes.addAll(ReleaseRecord.parse(release.name(), record.get()).hashes());
    }
    return Optional.of(hashes);
  }
}
