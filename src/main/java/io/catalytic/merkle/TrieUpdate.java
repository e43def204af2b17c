package io.catalytic.merkle;

import io.catalytic.digest.Hash;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Changes some entries of a trie that is kept in pages. Reads, hashes and writes the pages on the
 * way to each change only; what comes out are the very pages that all entries together would give.
 */
public final class TrieUpdate {
  private final PageReader pages;
  private final PageSink sink;

  private TrieUpdate(PageReader pages, PageSink sink) {
    this.pages = pages;
    this.sink = sink;
  }

  /**
   * Returns the trie with these changes. The old one stays as it is.
   *
   * @param changes in any order
   * @param sink where new pages go; it need not give back yet what it takes
   * @throws DuplicateKeyException if two changes are of one path
   */
  public static PageRef apply(
      PageReader pages, PageRef trie, Collection<TrieChange> changes, PageSink sink)
      throws IOException {
    List<TrieChange> sorted = new ArrayList<>(changes);
    sorted.sort(null);
    for (int i = 1; i < sorted.size(); i++) {
      Hash key = sorted.get(i).key();
      if (sorted.get(i - 1).key().equals(key)) {
        throw new DuplicateKeyException("two changes have the key " + key);
      }
    }
    TrieUpdate update = new TrieUpdate(pages, sink);
    Node changed = update.change(Optional.of(trie), Prefix.WHOLE, sorted);
    return update.keep(changed, 0);
  }

  /** A subtree as it is to be, most of it kept already. */
  private sealed interface Node {
    long entries();
  }

  private record Unchanged(PageRef ref) implements Node {
    @Override
    public long entries() {
      return ref.subtree().entries();
    }
  }

  /** Any number of entries, by key: what one page had, and what was put there. */
  private record Gathered(List<TrieEntry> list) implements Node {
    @Override
    public long entries() {
      return list.size();
    }
  }

  private record Branch(SortedMap<Integer, Node> slots) implements Node {
    @Override
    public long entries() {
      return slots.values().stream().mapToLong(Node::entries).sum();
    }
  }

  private Node change(Optional<PageRef> ref, Prefix at, List<TrieChange> changes)
      throws IOException {
    if (ref.isEmpty()) {
      return new Gathered(merge(List.of(), changes));
    }
    if (changes.isEmpty()) {
      return new Unchanged(ref.get());
    }
    Page page = pages.read(ref.get(), at);
    if (page instanceof Page.Leaves leaves) {
      return new Gathered(merge(leaves.entries(), changes));
    }
    Page.Inner inner = (Page.Inner) page;
    SortedMap<Integer, Node> slots = new TreeMap<>();
    for (int slot = 0; slot < Prefix.FAN_OUT; slot++) {
      Prefix child = at.child(slot);
      List<TrieChange> under =
          changes.stream().filter(change -> child.covers(change.key())).toList();
      Node node = change(inner.slot(slot), child, under);
      if (node.entries() > 0) {
        slots.put(slot, node);
      }
    }
    Node branch = new Branch(slots);
    if (branch.entries() > Page.MAX_ENTRIES) {
      return branch;
    }
    List<TrieEntry> few = new ArrayList<>();
    gather(branch, at, few);
    return new Gathered(few);
  }

  /** So few are left that they are one page. */
  private void gather(Node node, Prefix at, List<TrieEntry> into) throws IOException {
    if (node instanceof Unchanged unchanged) {
      into.addAll(((Page.Leaves) pages.read(unchanged.ref(), at)).entries());
    } else if (node instanceof Gathered gathered) {
      into.addAll(gathered.list());
    } else if (node instanceof Branch branch) {
      for (Map.Entry<Integer, Node> slot : branch.slots().entrySet()) {
        gather(slot.getValue(), at.child(slot.getKey()), into);
      }
    }
  }

  /** Entries by key, with changes by key. */
  private static List<TrieEntry> merge(List<TrieEntry> entries, List<TrieChange> changes) {
    SortedMap<Hash, TrieEntry> merged = new TreeMap<>();
    entries.forEach(entry -> merged.put(entry.key(), entry));
    for (TrieChange change : changes) {
      if (change.entry().isPresent()) {
        merged.put(change.key(), change.entry().get());
      } else {
        merged.remove(change.key());
      }
    }
    return List.copyOf(merged.values());
  }

  private PageRef keep(Node node, int depth) throws IOException {
    if (node instanceof Unchanged unchanged) {
      return unchanged.ref();
    }
    if (node instanceof Gathered gathered) {
      return PageWriter.write(gathered.list().iterator(), depth, sink);
    }
    SortedMap<Integer, PageRef> slots = new TreeMap<>();
    for (Map.Entry<Integer, Node> slot : ((Branch) node).slots().entrySet()) {
      slots.put(slot.getKey(), keep(slot.getValue(), depth + Prefix.STEP));
    }
    return PageWriter.write(new Page.Inner(depth, slots), sink);
  }
}
