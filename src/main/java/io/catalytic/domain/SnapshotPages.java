package io.catalytic.domain;

import io.catalytic.digest.Digest;
import io.catalytic.merkle.LeafValue;
import io.catalytic.merkle.PageFormat;
import io.catalytic.merkle.PageRef;
import io.catalytic.merkle.PageSink;
import io.catalytic.merkle.PageSource;
import io.catalytic.merkle.PageWriter;
import io.catalytic.merkle.SortByKey;
import io.catalytic.merkle.TrieEntry;
import io.catalytic.store.ObjectStore;
import io.catalytic.store.WriteBatch;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Iterator;

/** Entries of a domain as pages of a trie, which are blobs of a store. Stateless. */
final class SnapshotPages {
  private SnapshotPages() {}

  /**
   * Writes the pages of some entries into a batch, in bounded memory (what {@link SortByKey}
   * holds).
   *
   * @param entries in any order
   */
  static PageRef write(Iterator<Entry> entries, WriteBatch batch) throws IOException {
    return write(entries, page -> batch.put(page).hash());
  }

  static PageRef write(Iterator<Entry> entries, PageSink sink) throws IOException {
    try (SortByKey sort = new SortByKey(SortByKey.DEFAULT_HELD)) {
      while (entries.hasNext()) {
        sort.add(toTrie(entries.next()));
      }
      return PageWriter.write(sort.sorted(), sink);
    } catch (UncheckedIOException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** Returns the pages of a store. */
  static PageSource source(ObjectStore store) {
    return hash -> {
      try (InputStream in = store.open(hash)) {
        // To its end, so that it is verified, or one byte further than any page goes.
        byte[] page = in.readNBytes(PageFormat.MAX_BYTES + 1);
        if (page.length > PageFormat.MAX_BYTES) {
          throw new IOException(
              "page " + hash + " is damaged: it has more than " + PageFormat.MAX_BYTES + " bytes");
        }
        return page;
      }
    };
  }

  static TrieEntry toTrie(Entry entry) {
    return TrieEntry.of(entry.path().bytes(), entry.value());
  }

  /**
   * Returns the entry that stands in a page.
   *
   * @throws IllegalArgumentException if no domain has it
   */
  static Entry fromTrie(TrieEntry entry) {
    LeafValue value = entry.value();
    return new Entry(
        RawPath.of(entry.path()),
        value.type(),
        value.mode(),
        new Digest(value.content(), value.size()));
  }
}
