package io.catalytic.merkle;

import io.catalytic.digest.Hash;
import java.io.IOException;
import java.util.Map;

/** Goes through all pages of a trie. Stateless. */
public final class PageWalk {
  private PageWalk() {}

  /** Takes the name of a page. */
  @FunctionalInterface
  public interface Visitor {
    /** Takes a page, before it is read. */
    void page(Hash page) throws IOException;
  }

  /**
   * Names every page of a trie, each before it is read. Reads only those that lead to others, about
   * one in 16.
   *
   * @param page the first one
   * @throws IOException if one that has to be read can't be, is damaged or in the wrong place
   */
  public static void name(PageReader pages, Hash page, Root root, Visitor visitor)
      throws IOException {
    visitor.page(page);
    walk(pages, pages.open(page, root), Prefix.WHOLE, visitor, false);
  }

  /**
   * Reads every page of a trie, which checks it.
   *
   * @param page the first one
   * @throws IOException if one can't be read, is damaged or in the wrong place
   */
  public static void check(PageReader pages, Hash page, Root root) throws IOException {
    walk(pages, pages.open(page, root), Prefix.WHOLE, ignored -> {}, true);
  }

  private static void walk(
      PageReader pages, PageRef ref, Prefix at, Visitor visitor, boolean readAll)
      throws IOException {
    if (!readAll && ref.subtree().entries() <= Page.MAX_ENTRIES) {
      return;
    }
    if (pages.read(ref, at) instanceof Page.Inner inner) {
      for (Map.Entry<Integer, PageRef> slot : inner.slots().entrySet()) {
        visitor.page(slot.getValue().page());
        walk(pages, slot.getValue(), at.child(slot.getKey()), visitor, readAll);
      }
    }
  }
}
