package io.catalytic.domain;

import com.google.common.io.ByteStreams;
import io.catalytic.merkle.TrieDiff;
import io.catalytic.merkle.TrieEntry;
import io.catalytic.store.BlobCorruptException;
import io.catalytic.store.BlobMissingException;
import io.catalytic.store.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Compares two snapshots that a store knows.
 *
 * <p>Their tries lead to what differs, a few pages for each difference. That comes by key, and is
 * held to be put in order; where it would be too much to hold, and where there are no pages, the
 * two manifests are read side by side instead.
 */
public final class SnapshotDiff {
  /** The most differences that are held. */
  static final int MOST_HELD = 100_000;

  private final ObjectStore store;
  private final int mostHeld;

  /** Compares snapshots of a store. */
  public SnapshotDiff(ObjectStore store) {
    this(store, MOST_HELD);
  }

  SnapshotDiff(ObjectStore store, int mostHeld) {
    this.store = store;
    this.mostHeld = mostHeld;
  }

  /**
   * Gives every difference to a consumer, in path order.
   *
   * @throws IOException if what the store has can't be read or is damaged; what was given by then
   *     is not to be trusted
   */
  public void compare(
      SnapshotIndex.Known before, SnapshotIndex.Known after, Consumer<Difference> differences)
      throws IOException {
    Optional<List<Difference>> byTrie = byTrie(before, after);
    if (byTrie.isPresent()) {
      byTrie.get().forEach(differences);
    } else {
      byManifest(before, after, differences);
    }
  }

  /** Returns empty if it can't be told that way. */
  Optional<List<Difference>> byTrie(SnapshotIndex.Known before, SnapshotIndex.Known after)
      throws IOException {
    Optional<SnapshotTrie> was = SnapshotTrie.kept(store, before);
    Optional<SnapshotTrie> is = SnapshotTrie.kept(store, after);
    if (was.isEmpty() || is.isEmpty()) {
      return Optional.empty();
    }
    List<Difference> found = new ArrayList<>();
    try {
      TrieDiff.compare(
          was.get().pages(),
          was.get().first(),
          is.get().pages(),
          is.get().first(),
          (one, other) -> {
            if (found.size() == mostHeld) {
              throw new TooManyException();
            }
            found.add(difference(one, other));
          });
    } catch (TooManyException | BlobMissingException | BlobCorruptException e) {
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      throw new IOException("a page is damaged: " + e.getMessage(), e);
    }
    found.sort(Comparator.comparing(Difference::path));
    return Optional.of(found);
  }

  private static Difference difference(Optional<TrieEntry> was, Optional<TrieEntry> is) {
    Optional<Entry> before = was.map(SnapshotPages::fromTrie);
    Optional<Entry> after = is.map(SnapshotPages::fromTrie);
    if (before.isEmpty()) {
      return Difference.added(after.orElseThrow());
    }
    return after.isEmpty()
        ? Difference.removed(before.get())
        : Difference.changed(before.get(), after.get());
  }

  private void byManifest(
      SnapshotIndex.Known before, SnapshotIndex.Known after, Consumer<Difference> differences)
      throws IOException {
    try (InputStream was = store.open(before.manifest().hash());
        InputStream is = store.open(after.manifest().hash())) {
      ManifestDiff.compare(Manifest.read(was), Manifest.read(is), differences);
      // What was compared is trusted only now that both blobs are known to be whole.
      ByteStreams.exhaust(was);
      ByteStreams.exhaust(is);
    } catch (UncheckedIOException | IllegalArgumentException e) {
      throw new IOException("a manifest can't be used: " + e.getMessage(), e);
    }
  }

  /** There are more differences than may be held. */
  private static final class TooManyException extends IOException {
    private static final long serialVersionUID = 1;
  }
}
