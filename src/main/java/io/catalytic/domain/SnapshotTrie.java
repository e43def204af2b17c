package io.catalytic.domain;

import io.catalytic.merkle.MemoryPages;
import io.catalytic.merkle.PageReader;
import io.catalytic.merkle.PageRef;
import io.catalytic.merkle.Prover;
import io.catalytic.merkle.Root;
import io.catalytic.store.BlobCorruptException;
import io.catalytic.store.BlobMissingException;
import io.catalytic.store.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;

/** The trie of a snapshot that a store knows. For one thread. */
final class SnapshotTrie {
  private final Root root;
  private final PageReader pages;
  private final PageRef first;

  private SnapshotTrie(Root root, PageReader pages, PageRef first) {
    this.root = root;
    this.pages = pages;
    this.first = first;
  }

  /** Returns the trie in the store's pages, or empty if there are none. */
  static Optional<SnapshotTrie> kept(ObjectStore store, SnapshotIndex.Known known)
      throws IOException {
    if (known.pages().isEmpty()) {
      return Optional.empty();
    }
    PageReader pages = new PageReader(SnapshotPages.source(store));
    try {
      PageRef first = pages.open(known.pages().get(), known.root());
      return Optional.of(new SnapshotTrie(known.root(), pages, first));
    } catch (BlobMissingException | BlobCorruptException e) {
      return Optional.empty(); // the manifest says the same
    }
  }

  /** Returns the trie of the manifest's entries, its pages in memory: 100 bytes an entry or two. */
  static SnapshotTrie ofManifest(ObjectStore store, SnapshotIndex.Known known) throws IOException {
    MemoryPages made = new MemoryPages();
    PageRef first;
    try (InputStream manifest = store.open(known.manifest().hash())) {
      first = SnapshotPages.write(Manifest.read(manifest), made);
    } catch (UncheckedIOException | IllegalArgumentException e) {
      throw new IOException(
          "the manifest " + known.manifest().hash() + " can't be used: " + e.getMessage(), e);
    }
    PageReader pages = new PageReader(made);
    return new SnapshotTrie(known.root(), pages, pages.open(first.page(), known.root()));
  }

  /** Proves what there is at a path. */
  PathProof prove(RawPath path) throws IOException {
    Prover.Proven proven = Prover.prove(pages, first, path.key());
    return new PathProof(
        root.hash(),
        root.entries(),
        root.fileBytes(),
        path,
        proven.entry().map(entry -> entry.value()),
        proven.proof().claim(),
        proven.proof().siblings());
  }

  /** Returns where the whole trie is. */
  PageRef first() {
    return first;
  }

  /** Returns what reads its pages. */
  PageReader pages() {
    return pages;
  }
}
