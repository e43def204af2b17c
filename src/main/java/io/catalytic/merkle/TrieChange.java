package io.catalytic.merkle;

import io.catalytic.digest.Hash;
import io.catalytic.digest.Hasher;
import java.util.Optional;

/**
 * What a path is to become.
 *
 * @param key {@code K} of the path
 * @param entry what is there from now on; empty if nothing is
 */
public record TrieChange(Hash key, Optional<TrieEntry> entry) implements Comparable<TrieChange> {

  /** Refuses an entry of another path. */
  public TrieChange {
    if (entry.isPresent() && !entry.get().key().equals(key)) {
      throw new IllegalArgumentException(
          "the entry " + entry.get() + " does not have the key " + key);
    }
  }

  /** Adds an entry, or puts it in the place of the one with its path. */
  public static TrieChange put(TrieEntry entry) {
    return new TrieChange(entry.key(), Optional.of(entry));
  }

  /** Removes the entry of a path, if there is one. */
  public static TrieChange remove(byte[] path) {
    return new TrieChange(Hasher.sha256(path), Optional.empty());
  }

  /** Orders by key. */
  @Override
  public int compareTo(TrieChange other) {
    return key.compareTo(other.key);
  }
}
