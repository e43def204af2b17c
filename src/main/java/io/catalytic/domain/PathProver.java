package io.catalytic.domain;

import io.catalytic.store.BlobCorruptException;
import io.catalytic.store.BlobMissingException;
import io.catalytic.store.ObjectStore;
import java.io.IOException;
import java.util.Optional;

/** Proves what a snapshot that a store knows has at a path. Stateless. */
public final class PathProver {
  private PathProver() {}

  /**
   * Returns the proof. Reads a few pages of the trie; or, where a record has none or they are lost,
   * the whole manifest, and holds then 100 bytes or two for each entry.
   *
   * @throws IOException if what the store has can't be read, or is damaged
   */
  public static PathProof prove(ObjectStore store, SnapshotIndex.Known known, RawPath path)
      throws IOException {
    Optional<SnapshotTrie> kept = SnapshotTrie.kept(store, known);
    if (kept.isPresent()) {
      try {
        return kept.get().prove(path);
      } catch (BlobMissingException | BlobCorruptException e) {
        return SnapshotTrie.ofManifest(store, known).prove(path);
      }
    }
    return SnapshotTrie.ofManifest(store, known).prove(path);
  }
}
