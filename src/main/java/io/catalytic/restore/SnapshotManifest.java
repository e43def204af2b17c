package io.catalytic.restore;

import com.google.common.collect.AbstractIterator;
import io.catalytic.domain.Entry;
import io.catalytic.domain.Manifest;
import io.catalytic.domain.RawPath;
import io.catalytic.domain.RootSum;
import io.catalytic.domain.SnapshotIndex;
import io.catalytic.merkle.EntryType;
import io.catalytic.merkle.Root;
import io.catalytic.store.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The manifest of a snapshot, as the store has it. Read as often as needed, and never held.
 *
 * @param known what the store says of the root
 * @param store where the manifest is
 */
record SnapshotManifest(SnapshotIndex.Known known, ObjectStore store) {
  /** Linux takes no longer target. */
  private static final int LONGEST_TARGET = 4095;

  /** What is done with the entries. */
  interface Use<T> {
    T of(Iterator<Entry> entries) throws IOException;
  }

  /**
   * Gives the entries to a use, in path order.
   *
   * @throws IOException also if the manifest is damaged
   */
  <T> T read(Use<T> use) throws IOException {
    try (InputStream bytes = store.open(known.manifest().hash())) {
      return use.of(new Entries(Manifest.read(bytes)));
    } catch (UncheckedIOException e) {
      throw Objects.requireNonNull(e.getCause());
    }
  }

  /**
   * Reads it to its end; the entries must have the root, and be those of a directory: each in one
   * that stands before it, links with targets that there can be.
   *
   * @param each sees every entry
   * @throws IOException if it is not
   */
  void verify(Consumer<Entry> each) throws IOException {
    Ancestors ancestors = new Ancestors();
    Root root =
        read(
            entries -> {
              try (RootSum sum = new RootSum()) {
                while (entries.hasNext()) {
                  Entry entry = entries.next();
                  check(entry, ancestors);
                  each.accept(entry);
                  sum.add(entry);
                }
                return sum.root();
              }
            });
    if (!root.equals(known.root())) {
      throw damaged("its root is " + root.hash() + ", not " + known.root().hash());
    }
  }

  private void check(Entry entry, Ancestors ancestors) {
    if (!ancestors.hasParentOf(entry)) {
      String path = entry.path().display();
      throw new UncheckedIOException(damaged("\"" + path + "\" lies in no directory of it"));
    }
    long size = entry.content().size();
    if (entry.type() == EntryType.SYMLINK && (size < 1 || size > LONGEST_TARGET)) {
      throw new UncheckedIOException(
          damaged(entry.path().display() + " is a link with a target of " + size + " bytes"));
    }
  }

  private IOException damaged(String reason) {
    return new IOException(
        "the manifest "
            + known.manifest().hash()
            + " can't be restored: "
            + reason
            + "; see store fsck");
  }

  /** Says which manifest a bad line is in. */
  private final class Entries extends AbstractIterator<Entry> {
    private final Iterator<Entry> lines;

    Entries(Iterator<Entry> lines) {
      this.lines = lines;
    }

    @Override
    protected @Nullable Entry computeNext() {
      try {
        return lines.hasNext() ? lines.next() : endOfData();
      } catch (IllegalArgumentException e) {
        throw new UncheckedIOException(damaged(String.valueOf(e.getMessage())));
      }
    }
  }

  /**
   * The directories that entries may still come to lie in, read in path order. Those are the ones
   * whose bytes the present path begins with, each longer than the one before: a stack.
   */
  private static final class Ancestors {
    private final Deque<RawPath> open = new ArrayDeque<>();

    boolean hasParentOf(Entry entry) {
      RawPath path = entry.path();
      while (!open.isEmpty() && isOver(open.element(), path)) {
        open.pop();
      }
      boolean has = path.isRoot() || open.stream().anyMatch(path.parent()::equals);
      if (entry.type() == EntryType.DIRECTORY) {
        open.push(path);
      }
      return has;
    }

    /** All below {@code a} stands before {@code a0}, for 0 is the character after the slash. */
    private static boolean isOver(RawPath directory, RawPath now) {
      if (directory.isRoot()) {
        return false;
      }
      byte[] end = Arrays.copyOf(directory.bytes(), directory.bytes().length + 1);
      end[end.length - 1] = '/' + 1;
      return Arrays.compareUnsigned(now.bytes(), end) >= 0;
    }
  }
}
