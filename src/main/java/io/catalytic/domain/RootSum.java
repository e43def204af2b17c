package io.catalytic.domain;

import io.catalytic.digest.Hasher;
import io.catalytic.merkle.PageWriter;
import io.catalytic.merkle.Root;
import io.catalytic.merkle.SortByKey;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Computes the root of any number of entries in bounded memory: what {@link SortByKey} holds, and
 * temporary files beyond that. Not thread-safe; {@code add… → root → close}.
 */
public final class RootSum implements Closeable {
  private final SortByKey entries = new SortByKey(SortByKey.DEFAULT_HELD);

  /** Takes an entry; they may come in any order. */
  public void add(Entry entry) throws IOException {
    entries.add(SnapshotPages.toTrie(entry));
  }

  /** Returns the root of all that were added. */
  public Root root() throws IOException {
    try {
      return Root.of(PageWriter.write(entries.sorted(), Hasher::sha256).subtree());
    } catch (UncheckedIOException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  @Override
  public void close() throws IOException {
    entries.close();
  }
}
