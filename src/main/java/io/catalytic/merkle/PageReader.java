package io.catalytic.merkle;

import io.catalytic.digest.Hash;
import java.io.IOException;

/**
 * Reads pages and trusts none: each has to fold to what the one above it says. Counts them. For one
 * thread at a time.
 */
public final class PageReader {
  private final PageSource source;
  private long pages;
  private long entries;

  /** Reads from a source. */
  public PageReader(PageSource source) {
    this.source = source;
  }

  /**
   * Returns the whole trie that begins with a page.
   *
   * @param root what the trie has to be
   * @throws IOException if the page can't be read, is damaged, or is that of another trie
   */
  public PageRef open(Hash page, Root root) throws IOException {
    Subtree subtree = decode(page).subtree();
    boolean same =
        subtree.hash().equals(root.trie())
            && subtree.entries() == root.entries()
            && subtree.fileBytes() == root.fileBytes();
    if (!same) {
      throw new IOException("page " + page + " is not the first one of the root " + root.hash());
    }
    return new PageRef(page, subtree);
  }

  /**
   * Returns a page.
   *
   * @param at where it stands
   * @throws IOException if it can't be read, is damaged, or does not belong there
   */
  Page read(PageRef ref, Prefix at) throws IOException {
    Page page = decode(ref.page());
    boolean inPlace =
        page.depth() == at.depth()
            && (!(page instanceof Page.Leaves leaves)
                || leaves.entries().stream().allMatch(entry -> at.covers(entry.key())));
    if (!inPlace) {
      throw new IOException("page " + ref.page() + " is damaged: it does not belong where it is");
    }
    if (!page.subtree().equals(ref.subtree())) {
      throw new IOException(
          "page " + ref.page() + " is damaged: it does not have the hash that leads to it");
    }
    return page;
  }

  private Page decode(Hash hash) throws IOException {
    Page page = PageFormat.decode(hash, source.read(hash));
    pages++;
    entries += page instanceof Page.Leaves leaves ? leaves.entries().size() : 0;
    return page;
  }

  /** Returns how many pages were read. */
  public long pagesRead() {
    return pages;
  }

  /** Returns how many entries stood in them. */
  public long entriesRead() {
    return entries;
  }
}
