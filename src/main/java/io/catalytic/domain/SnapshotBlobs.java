package io.catalytic.domain;

import io.catalytic.digest.Hash;
import io.catalytic.merkle.EntryType;
import io.catalytic.merkle.PageReader;
import io.catalytic.merkle.PageWalk;
import io.catalytic.merkle.Root;
import io.catalytic.store.BlobCorruptException;
import io.catalytic.store.BlobMissingException;
import io.catalytic.store.Mark;
import io.catalytic.store.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Iterator;

/**
 * The blobs of a snapshot, for the tracers of whatever names one: the manifest, the pages of the
 * trie, and the contents that the manifest lists. Stateless.
 *
 * <p>The manifest is needed. The pages are kept, but can be made of it again: to lose some is no
 * damage. The contents are needed if the snapshot gave them to the store; else they are kept where
 * another had them already.
 */
public final class SnapshotBlobs {
  private SnapshotBlobs() {}

  /** Names them; as {@link io.catalytic.store.RefTracer#trace}. */
  public static void trace(SnapshotIndex.Known known, ObjectStore store, Mark mark)
      throws IOException {
    mark.needs(known.manifest().hash());
    walkPages(
        known,
        first ->
            PageWalk.name(
                new PageReader(SnapshotPages.source(store)), first, known.root(), mark::keeps));
    read(
        known,
        store,
        entries -> {
          while (entries.hasNext()) {
            Entry entry = entries.next();
            if (entry.type() == EntryType.DIRECTORY) {
              continue;
            }
            if (known.contents()) {
              mark.needs(entry.content().hash());
            } else {
              mark.keeps(entry.content().hash());
            }
          }
        });
  }

  /**
   * Computes the root of the manifest, which has to be the snapshot's, and reads the pages, which
   * have to lead to it too. Holds some 150 bytes for each entry.
   *
   * @throws IOException if they do not
   */
  public static void check(SnapshotIndex.Known known, ObjectStore store) throws IOException {
    walkPages(
        known,
        first -> PageWalk.check(new PageReader(SnapshotPages.source(store)), first, known.root()));
    read(
        known,
        store,
        entries -> {
          Root root = Manifest.root(entries);
          if (!root.equals(known.root())) {
            throw new IOException(
                "the manifest "
                    + known.manifest().hash()
                    + " has the root "
                    + root.hash()
                    + ", and not that of the ref; take the snapshot again");
          }
        });
  }

  /** Goes through the pages, as far as they are there. */
  private static void walkPages(SnapshotIndex.Known known, PageWalk.Visitor walk)
      throws IOException {
    if (known.pages().isEmpty()) {
      return;
    }
    try {
      walk.page(known.pages().get());
    } catch (BlobMissingException | BlobCorruptException e) {
      // The manifest says the same, and whoever asks for the pages turns to it.
      return;
    }
  }

  private interface Use {
    void of(Iterator<Entry> entries) throws IOException;
  }

  private static void read(SnapshotIndex.Known known, ObjectStore store, Use use)
      throws IOException {
    Hash manifest = known.manifest().hash();
    try (InputStream bytes = store.open(manifest)) {
      use.of(Manifest.read(bytes));
    } catch (UncheckedIOException e) {
      throw new IOException("the manifest " + manifest + " can't be read: " + e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new IOException("the manifest " + manifest + " is damaged: " + e.getMessage(), e);
    }
  }
}
