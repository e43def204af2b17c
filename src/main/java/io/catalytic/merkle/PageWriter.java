package io.catalytic.merkle;

import io.catalytic.digest.Hash;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Writes the pages of a trie while its entries come in, ordered by key. Holds {@value
 * Page#MAX_ENTRIES} entries and one, and 16 references for each level, whatever the size.
 */
public final class PageWriter {
  private final Iterator<TrieEntry> sorted;
  private final PageSink sink;
  private final Deque<TrieEntry> ahead = new ArrayDeque<>();

  private PageWriter(Iterator<TrieEntry> sorted, PageSink sink) {
    this.sorted = sorted;
    this.sink = sink;
  }

  /**
   * Writes a whole trie.
   *
   * @param sorted entries by key
   * @throws DuplicateKeyException if two have the same key
   * @throws IllegalArgumentException if they are out of order
   */
  public static PageRef write(Iterator<TrieEntry> sorted, PageSink sink) throws IOException {
    return write(sorted, 0, sink);
  }

  /** Writes what is under one prefix of {@code depth} bits. */
  static PageRef write(Iterator<TrieEntry> sorted, int depth, PageSink sink) throws IOException {
    PageWriter writer = new PageWriter(sorted, sink);
    writer.fill();
    return writer.ahead.isEmpty()
        ? write(new Page.Leaves(depth, List.of()), sink)
        : writer.subtree(depth);
  }

  static PageRef write(Page page, PageSink sink) throws IOException {
    return new PageRef(sink.write(PageFormat.encode(page)), page.subtree());
  }

  /** Takes all entries that have the first bits of the next one. */
  private PageRef subtree(int depth) throws IOException {
    Hash key = ahead.getFirst().key();
    // One entry more than a page holds tells whether there are too many, and is all it takes.
    boolean tooMany =
        ahead.size() > Page.MAX_ENTRIES && ahead.getLast().key().sharedBits(key) >= depth;
    if (!tooMany) {
      List<TrieEntry> entries = new ArrayList<>();
      while (isNextUnder(key, depth)) {
        entries.add(ahead.removeFirst());
      }
      fill();
      return write(new Page.Leaves(depth, entries), sink);
    }
    SortedMap<Integer, PageRef> slots = new TreeMap<>();
    while (isNextUnder(key, depth)) {
      int slot = Prefix.slot(ahead.getFirst().key(), depth);
      slots.put(slot, subtree(depth + Prefix.STEP));
    }
    return write(new Page.Inner(depth, slots), sink);
  }

  private boolean isNextUnder(Hash key, int depth) {
    return !ahead.isEmpty() && ahead.getFirst().key().sharedBits(key) >= depth;
  }

  private void fill() {
    while (ahead.size() <= Page.MAX_ENTRIES && sorted.hasNext()) {
      TrieEntry next = sorted.next();
      if (!ahead.isEmpty()) {
        int order = ahead.getLast().compareTo(next);
        if (order == 0) {
          throw DuplicateKeyException.ofKey(next.key());
        }
        if (order > 0) {
          throw new IllegalArgumentException("the entry " + next + " is out of order");
        }
      }
      ahead.addLast(next);
    }
  }
}
