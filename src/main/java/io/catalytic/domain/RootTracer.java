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
import io.catalytic.store.RefTracer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Iterator;

/**
 * Follows {@code roots/<root>}, and {@code roots/<root>.listed}, to the manifest, to the pages of
 * the trie, and to the contents that the manifest lists.
 *
 * <p>The manifest is needed. The pages are kept, but can be made of it again: to lose some is no
 * damage. The contents are, if the snapshot gave them to the store; else they are kept where
 * another had them already.
 */
public final class RootTracer implements RefTracer {

  /** Made by the service loader. */
  public RootTracer() {}

  @Override
  public String kind() {
    return SnapshotIndex.KIND;
  }

  @Override
  public void trace(String name, byte[] value, ObjectStore store, Mark mark) throws IOException {
    SnapshotIndex.Known known = known(name, value);
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
   * Computes the root of the manifest, which has to be the ref's, and reads the pages, which have
   * to lead to it too. Holds some 150 bytes for each entry.
   */
  @Override
  public void check(String name, byte[] value, ObjectStore store) throws IOException {
    SnapshotIndex.Known known = known(name, value);
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

  private static SnapshotIndex.Known known(String name, byte[] value) throws IOException {
    String root = SnapshotIndex.rootOf(name);
    if (!Hash.isHex(root)) {
      throw new IOException("the name of a root is 64 lower-case hex digits; got " + root);
    }
    return SnapshotIndex.parse(Hash.parse(root), value);
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
