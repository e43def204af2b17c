package io.catalytic.merkle;

import io.catalytic.digest.Hash;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * The subtrees of the trie under each 12-bit prefix, gathered in any order and folded at the end.
 *
 * <p>Adding and merging are associative and commutative, as the bins are disjoint; the same bin
 * twice is an error. At most 4096 subtrees are held, whatever the size of the domain. Not
 * thread-safe.
 */
public final class TrieBins {
  /** Leading bits of a key that choose its bin. */
  public static final int PREFIX_BITS = 12;

  private static final int BINS = 1 << PREFIX_BITS;

  private final TreeMap<Integer, Subtree> bins = new TreeMap<>();

  /** Returns the bin of a key: 0 to 4095. */
  public static int binOf(Hash key) {
    return key.prefix(PREFIX_BITS);
  }

  /**
   * Puts the folded subtree of one bin in its place.
   *
   * @throws DuplicateKeyException if the bin was filled before
   * @throws IllegalArgumentException if a lone leaf belongs elsewhere
   */
  public void put(int bin, Subtree subtree) {
    if (bin < 0 || bin >= BINS) {
      throw new IllegalArgumentException("a bin is 0 to " + (BINS - 1) + "; got " + bin);
    }
    if (subtree instanceof Subtree.Leaf leaf && binOf(leaf.key()) != bin) {
      throw new IllegalArgumentException("the leaf " + leaf.key() + " is not of bin " + bin);
    }
    if (subtree instanceof Subtree.Empty) {
      return;
    }
    if (bins.putIfAbsent(bin, subtree) != null) {
      throw new DuplicateKeyException("bin " + bin + " of the trie was filled twice");
    }
  }

  /** Puts every bin of another in its place. */
  public void putAll(TrieBins other) {
    other.bins.forEach(this::put);
  }

  /** Returns what was put, by bin. */
  public Map<Integer, Subtree> filled() {
    return Collections.unmodifiableMap(bins);
  }

  /** Returns the whole trie. */
  public Subtree fold() {
    Subtree[] level = new Subtree[BINS];
    Arrays.fill(level, Subtree.EMPTY);
    bins.forEach((bin, subtree) -> level[bin] = subtree);
    for (int width = BINS; width > 1; width /= 2) {
      for (int i = 0; i < width / 2; i++) {
        level[i] = Subtree.join(level[2 * i], level[2 * i + 1]);
      }
    }
    return level[0];
  }
}
