package io.catalytic.merkle;

import io.catalytic.digest.Hash;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Goes down the pages to a key and gathers what is to be shown for it. One use each. */
public final class Prover {
  private final PageReader pages;
  private final Hash key;
  private final List<Hash> siblings = new ArrayList<>();

  private Prover(PageReader pages, Hash key) {
    this.pages = pages;
    this.key = key;
  }

  /**
   * What was found, and the evidence for it.
   *
   * @param entry what is at the key; empty if nothing is
   */
  public record Proven(Optional<TrieEntry> entry, TrieProof proof) {}

  /**
   * Proves what a trie has at a key. Reads the pages on the way only.
   *
   * @param trie the whole trie, not empty
   */
  public static Proven prove(PageReader pages, PageRef trie, Hash key) throws IOException {
    return new Prover(pages, key).down(trie, Prefix.WHOLE);
  }

  private Proven down(PageRef ref, Prefix at) throws IOException {
    Page page = pages.read(ref, at);
    return page instanceof Page.Inner inner ? through(inner, at) : end((Page.Leaves) page);
  }

  /** Halves the slots until one is left, or a lone leaf. */
  private Proven through(Page.Inner page, Prefix at) throws IOException {
    int from = 0;
    int to = Prefix.FAN_OUT;
    int depth = at.depth();
    while (to - from > 1 && page.fold(from, to) instanceof Subtree.Node) {
      int middle = (from + to) >>> 1;
      boolean left = key.bit(depth++) == 0;
      siblings.add((left ? page.fold(middle, to) : page.fold(from, middle)).hash());
      from = left ? from : middle;
      to = left ? middle : to;
    }
    for (int slot = from; slot < to; slot++) {
      Optional<PageRef> under = page.slot(slot);
      if (under.isPresent()) {
        return down(under.get(), at.child(slot));
      }
    }
    return absent(new TrieProof.EmptySlot());
  }

  private Proven end(Page.Leaves page) {
    Subtree.Leaf[] leaves = page.leaves();
    int from = 0;
    int to = leaves.length;
    for (int depth = page.depth(); to - from > 1; depth++) {
      int middle = Trie.firstWithBit(leaves, from, to, depth);
      boolean left = key.bit(depth) == 0;
      Subtree other =
          left
              ? Trie.fold(leaves, middle, to, depth + 1)
              : Trie.fold(leaves, from, middle, depth + 1);
      siblings.add(other.hash());
      from = left ? from : middle;
      to = left ? middle : to;
    }
    if (from == to) {
      return absent(new TrieProof.EmptySlot());
    }
    TrieEntry entry = page.entries().get(from);
    if (entry.key().equals(key)) {
      TrieProof.Claim claim = new TrieProof.Present(entry.value().hash());
      return new Proven(Optional.of(entry), new TrieProof(key, claim, siblings));
    }
    return absent(new TrieProof.OtherLeaf(entry.key(), entry.value().hash()));
  }

  private Proven absent(TrieProof.Claim claim) {
    return new Proven(Optional.empty(), new TrieProof(key, claim, siblings));
  }
}
