package io.catalytic.merkle;

import io.catalytic.digest.Hash;
import io.catalytic.digest.Hasher;
import java.util.Arrays;

/**
 * A path with its value: what a leaf of the trie stands for. Ordered by key, as the trie's leaves
 * are. Immutable.
 */
public final class TrieEntry implements Comparable<TrieEntry> {
  /** The longest path, in bytes. Linux opens none above 4,096. */
  public static final int MAX_PATH = 0xffff;

  private final byte[] path;
  private final Hash key;
  private final LeafValue value;

  private TrieEntry(byte[] path, LeafValue value) {
    this.path = path;
    this.key = Hasher.sha256(path);
    this.value = value;
  }

  /**
   * Returns the entry of a path.
   *
   * @param path {@code P}, raw bytes
   * @throws IllegalArgumentException if the path has more than 65,535 bytes
   */
  public static TrieEntry of(byte[] path, LeafValue value) {
    if (path.length > MAX_PATH) {
      throw new IllegalArgumentException(
          "a path has at most " + MAX_PATH + " bytes; got " + path.length);
    }
    return new TrieEntry(path.clone(), value);
  }

  /** Returns a copy of the path's bytes. */
  public byte[] path() {
    return path.clone();
  }

  /** Returns {@code K = SHA256(P)}. */
  public Hash key() {
    return key;
  }

  /** Returns what is there. */
  public LeafValue value() {
    return value;
  }

  /** Returns the trie's leaf, hashed anew. */
  public Subtree.Leaf leaf() {
    return value.at(key);
  }

  @Override
  public int compareTo(TrieEntry other) {
    return key.compareTo(other.key);
  }

  @Override
  public boolean equals(Object object) {
    return object instanceof TrieEntry other
        && Arrays.equals(path, other.path)
        && value.equals(other.value);
  }

  @Override
  public int hashCode() {
    return key.hashCode();
  }

  /** Returns the key's hex digits: a path may be no text. */
  @Override
  public String toString() {
    return key.hex();
  }
}
