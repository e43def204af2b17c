package io.catalytic.merkle;

import io.catalytic.digest.Hash;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Folds leaves into a subtree. Stateless. */
public final class Trie {
  private Trie() {}

  /**
   * Returns the whole trie over some leaves, in any order.
   *
   * @throws DuplicateKeyException if two have the same key
   */
  public static Subtree fold(List<Subtree.Leaf> leaves) {
    return fold(leaves, 0);
  }

  /**
   * Returns the subtree, at a depth, of leaves that have their first {@code depth} bits in common.
   *
   * @param depth how many bits lead to the subtree: 0 for the whole trie
   * @throws DuplicateKeyException if two have the same key
   * @throws IllegalArgumentException if a leaf does not belong under the same prefix
   */
  public static Subtree fold(List<Subtree.Leaf> leaves, int depth) {
    Subtree.Leaf[] sorted = leaves.toArray(Subtree.Leaf[]::new);
    Arrays.sort(sorted, Comparator.comparing(Subtree.Leaf::key));
    for (int i = 1; i < sorted.length; i++) {
      Hash key = sorted[i].key();
      if (key.equals(sorted[i - 1].key())) {
        throw DuplicateKeyException.ofKey(key);
      }
    }
    if (sorted.length > 0) {
      int shared = sorted[0].key().sharedBits(sorted[sorted.length - 1].key());
      if (shared < depth) {
        throw new IllegalArgumentException(
            "leaves of one subtree at depth " + depth + " share only " + shared + " bits");
      }
    }
    return fold(sorted, 0, sorted.length, depth);
  }

  /** Sorted, distinct leaves [from, to) whose first {@code depth} bits agree. */
  static Subtree fold(Subtree.Leaf[] sorted, int from, int to, int depth) {
    if (to - from <= 1) {
      return to == from ? Subtree.EMPTY : sorted[from];
    }
    int middle = firstWithBit(sorted, from, to, depth);
    return Subtree.join(fold(sorted, from, middle, depth + 1), fold(sorted, middle, to, depth + 1));
  }

  /** Binary search: keys are sorted, so at this depth all 0 bits stand before all 1 bits. */
  static int firstWithBit(Subtree.Leaf[] sorted, int from, int to, int depth) {
    int low = from;
    int high = to;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle].key().bit(depth) == 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
