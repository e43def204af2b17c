package io.catalytic.merkle;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds what differs between two tries, by key. It reads a page only where the hashes of two
 * subtrees are not the same: a few for each difference, whatever the size.
 */
public final class TrieDiff {
  private final PageReader before;
  private final PageReader after;
  private final Differences differences;

  private TrieDiff(PageReader before, PageReader after, Differences differences) {
    this.before = before;
    this.after = after;
    this.differences = differences;
  }

  /** Takes what differs; the two are never equal, and never both empty. */
  @FunctionalInterface
  public interface Differences {
    /** Takes what there is of one path, first in the one trie and then in the other. */
    void differs(Optional<TrieEntry> before, Optional<TrieEntry> after) throws IOException;
  }

  /** Hands over every difference, in the order of keys. */
  public static void compare(
      PageReader readBefore,
      PageRef before,
      PageReader readAfter,
      PageRef after,
      Differences differences)
      throws IOException {
    new TrieDiff(readBefore, readAfter, differences)
        .compare(new Kept(before), new Kept(after), Prefix.WHOLE);
  }

  /** What one of the two has under a prefix. */
  private sealed interface Side {
    Subtree subtree(int depth);
  }

  /** A page that was not read yet. */
  private record Kept(PageRef ref) implements Side {
    @Override
    public Subtree subtree(int depth) {
      return ref.subtree();
    }
  }

  /** Entries of a page that was read, at most {@value Page#MAX_ENTRIES}. */
  private record Held(List<TrieEntry> entries) implements Side {
    @Override
    public Subtree subtree(int depth) {
      return Trie.fold(entries.stream().map(TrieEntry::leaf).toList(), depth);
    }

    Held slot(int slot, int depth) {
      return new Held(
          entries.stream().filter(entry -> Prefix.slot(entry.key(), depth) == slot).toList());
    }
  }

  /** A page that was read, and leads to others. */
  private record Opened(Page.Inner page) implements Side {
    @Override
    public Subtree subtree(int depth) {
      return page.subtree();
    }
  }

  private void compare(Side was, Side is, Prefix at) throws IOException {
    if (was.subtree(at.depth()).equals(is.subtree(at.depth()))) {
      return;
    }
    Side openedWas = open(was, before, at);
    Side openedIs = open(is, after, at);
    if (openedWas instanceof Held heldWas && openedIs instanceof Held heldIs) {
      merge(heldWas.entries(), heldIs.entries());
      return;
    }
    for (int slot = 0; slot < Prefix.FAN_OUT; slot++) {
      compare(slot(openedWas, slot, at), slot(openedIs, slot, at), at.child(slot));
    }
  }

  private static Side open(Side side, PageReader pages, Prefix at) throws IOException {
    if (!(side instanceof Kept kept)) {
      return side;
    }
    Page page = pages.read(kept.ref(), at);
    return page instanceof Page.Inner inner
        ? new Opened(inner)
        : new Held(((Page.Leaves) page).entries());
  }

  private static Side slot(Side side, int slot, Prefix at) {
    if (side instanceof Opened opened) {
      Optional<PageRef> under = opened.page().slot(slot);
      return under.isPresent() ? new Kept(under.get()) : new Held(List.of());
    }
    return ((Held) side).slot(slot, at.depth());
  }

  private void merge(List<TrieEntry> was, List<TrieEntry> is) throws IOException {
    List<TrieEntry> restWas = new ArrayList<>(was);
    restWas.removeAll(is);
    List<TrieEntry> restIs = new ArrayList<>(is);
    restIs.removeAll(was);
    int i = 0;
    int j = 0;
    while (i < restWas.size() || j < restIs.size()) {
      int order =
          i == restWas.size()
              ? 1
              : j == restIs.size() ? -1 : restWas.get(i).compareTo(restIs.get(j));
      Optional<TrieEntry> one = order <= 0 ? Optional.of(restWas.get(i++)) : Optional.empty();
      Optional<TrieEntry> other = order >= 0 ? Optional.of(restIs.get(j++)) : Optional.empty();
      differences.differs(one, other);
    }
  }
}
