package io.catalytic.merkle;

import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * The subtrees of the trie under each prefix of some bits, gathered in any order and folded at the
 * end.
 *
 * <p>Adding and merging are associative and commutative, as the bins are disjoint; the same bin
 * twice is an error. The trie that comes out does not depend on how long the prefixes were: a few
 * bits do for a small domain, {@value #MAX_PREFIX_BITS} keep the bins of a huge one small. At most
 * one subtree a bin is held, whatever the size of the domain. Not thread-safe.
 */
public final class TrieBins {
  /** Longest prefix: 4096 bins. */
  public static final int MAX_PREFIX_BITS = 12;

  private final int prefixBits;
  private final TreeMap<Integer, Subtree> bins = new TreeMap<>();

  /**
   * Gathers nothing yet.
   *
   * @param prefixBits leading bits of a key that choose its bin: 0 to 12
   */
  public TrieBins(int prefixBits) {
    if (prefixBits < 0 || prefixBits > MAX_PREFIX_BITS) {
      throw new IllegalArgumentException(
          "prefixes have 0 to " + MAX_PREFIX_BITS + " bits; got " + prefixBits);
    }
    this.prefixBits = prefixBits;
  }

  /** Returns how many leading bits of a key choose its bin. */
  public int prefixBits() {
    return prefixBits;
  }

  private int bins() {
    return 1 << prefixBits;
  }

  /**
   * Puts the folded subtree of one bin in its place.
   *
   * @throws DuplicateKeyException if the bin was filled before
   * @throws IllegalArgumentException if a lone leaf belongs elsewhere
   */
  public void put(int bin, Subtree subtree) {
    if (bin < 0 || bin >= bins()) {
      throw new IllegalArgumentException("a bin is 0 to " + (bins() - 1) + "; got " + bin);
    }
    if (subtree instanceof Subtree.Leaf leaf && leaf.key().prefix(prefixBits) != bin) {
      throw new IllegalArgumentException("the leaf " + leaf.key() + " is not of bin " + bin);
    }
    if (subtree instanceof Subtree.Empty) {
      return;
    }
    if (bins.putIfAbsent(bin, subtree) != null) {
      throw new DuplicateKeyException("bin " + bin + " of the trie was filled twice");
    }
  }

  /**
   * Puts every bin of another in its place.
   *
   * @throws IllegalArgumentException if its prefixes have another length
   */
  public void putAll(TrieBins other) {
    if (other.prefixBits != prefixBits) {
      throw new IllegalArgumentException(
          "bins of " + other.prefixBits + " bits among bins of " + prefixBits);
    }
    other.bins.forEach(this::put);
  }

  /** Returns what was put, by bin. */
  public Map<Integer, Subtree> filled() {
    return Collections.unmodifiableMap(bins);
  }

  /** Returns the whole trie. */
  public Subtree fold() {
    Subtree[] level = new Subtree[bins()];
    Arrays.fill(level, Subtree.EMPTY);
    bins.forEach((bin, subtree) -> level[bin] = subtree);
    for (int width = bins(); width > 1; width /= 2) {
      for (int i = 0; i < width / 2; i++) {
        level[i] = Subtree.join(level[2 * i], level[2 * i + 1]);
      }
    }
    return level[0];
  }
}
