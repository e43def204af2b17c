package io.catalytic.run.validation;

import io.catalytic.digest.Hasher;
import io.catalytic.domain.Entry;
import io.catalytic.merkle.PageRef;
import io.catalytic.merkle.PageWriter;
import io.catalytic.merkle.SortByKey;
import io.catalytic.merkle.TrieEntry;
import java.io.Closeable;
import java.io.IOException;

/**
 * Computes the root of a domain's entries, and the first page of its trie, in bounded memory (what
 * {@link SortByKey} holds) and without keeping a page. {@code add… → trie → close}.
 */
final class ManifestRoot implements Closeable {
  private final SortByKey sort = new SortByKey(SortByKey.DEFAULT_HELD);

  /** Takes an entry; none may come twice. */
  void add(Entry entry) throws IOException {
    sort.add(TrieEntry.of(entry.path().bytes(), entry.value()));
  }

  /** Returns the whole trie. */
  PageRef trie() throws IOException {
    return PageWriter.write(sort.sorted(), Hasher::sha256);
  }

  @Override
  public void close() throws IOException {
    sort.close();
  }
}
