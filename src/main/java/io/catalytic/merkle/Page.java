package io.catalytic.merkle;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A part of the trie that is kept as one blob: all that lies under a prefix, or the way there.
 *
 * <p>How many entries there are under a prefix decides which of the two it is, so the same entries
 * have the same pages however they came about.
 */
sealed interface Page {
  /** The most entries that one page holds. */
  int MAX_ENTRIES = 64;

  /** Returns how many bits lead to it: 0 to 252, a multiple of {@link Prefix#STEP}. */
  int depth();

  /** Returns what it folds to. */
  Subtree subtree();

  /** Entries, 0 (the whole trie is empty) to {@value #MAX_ENTRIES} of them. */
  final class Leaves implements Page {
    private final int depth;
    private final List<TrieEntry> entries;
    private final Subtree.Leaf[] leaves;

    /**
     * Holds entries.
     *
     * @param entries by key, no key twice, all under one prefix of {@code depth} bits
     */
    Leaves(int depth, List<TrieEntry> entries) {
      this.depth = depth;
      this.entries = List.copyOf(entries);
      this.leaves = entries.stream().map(TrieEntry::leaf).toArray(Subtree.Leaf[]::new);
    }

    @Override
    public int depth() {
      return depth;
    }

    /** Returns the entries by key. */
    List<TrieEntry> entries() {
      return entries;
    }

    /** Returns the same as leaves, a new array. */
    Subtree.Leaf[] leaves() {
      return leaves.clone();
    }

    @Override
    public Subtree subtree() {
      return Trie.fold(leaves, 0, leaves.length, depth);
    }
  }

  /**
   * More than {@value #MAX_ENTRIES} entries, in pages of their own.
   *
   * @param slots the pages under it by the next four bits of the key, without those that would be
   *     empty
   */
  record Inner(int depth, SortedMap<Integer, PageRef> slots) implements Page {
    /** Takes a copy. */
    public Inner {
      slots = Collections.unmodifiableSortedMap(new TreeMap<>(slots));
    }

    /** Returns the page of a slot, or empty if nothing is there. */
    Optional<PageRef> slot(int slot) {
      return Optional.ofNullable(slots.get(slot));
    }

    @Override
    public Subtree subtree() {
      return fold(0, Prefix.FAN_OUT);
    }

    /** Returns what the slots [from, to) fold to, a power of two of them. */
    Subtree fold(int from, int to) {
      if (to - from == 1) {
        PageRef ref = slots.get(from);
        return ref == null ? Subtree.EMPTY : ref.subtree();
      }
      int middle = (from + to) >>> 1;
      return Subtree.join(fold(from, middle), fold(middle, to));
    }
  }
}
