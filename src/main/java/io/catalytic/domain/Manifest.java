package io.catalytic.domain;

import com.google.common.collect.AbstractIterator;
import io.catalytic.merkle.Root;
import io.catalytic.merkle.Subtree;
import io.catalytic.merkle.Trie;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The canonical list of a domain's entries: one {@link ManifestLine} each, ordered by raw path
 * bytes, every line ended by one line feed.
 */
public final class Manifest {
  private Manifest() {}

  /** Returns the manifest's bytes, made while they are read, of entries that are in order. */
  @SuppressWarnings("JdkObsolete") // SequenceInputStream takes nothing but an Enumeration.
  public static InputStream write(Iterator<Entry> sorted) {
    return new SequenceInputStream(
        new Enumeration<InputStream>() {
          @Override
          public boolean hasMoreElements() {
            return sorted.hasNext();
          }

          @Override
          public InputStream nextElement() {
            String line = ManifestLine.write(sorted.next()) + "\n";
            return new ByteArrayInputStream(line.getBytes(StandardCharsets.UTF_8));
          }
        });
  }

  /**
   * Returns the entries of a manifest, read as they are asked for. Reading throws {@link
   * IllegalArgumentException} at a bad line or one out of order, {@link UncheckedIOException} if
   * the stream fails.
   */
  public static Iterator<Entry> read(InputStream manifest) {
    BufferedReader reader =
        new BufferedReader(new InputStreamReader(manifest, StandardCharsets.UTF_8), 1 << 16);
    return new EntryIterator(reader);
  }

  /** Returns the root of some entries, in any order. */
  public static Root root(Iterator<Entry> entries) {
    List<Subtree.Leaf> leaves = new ArrayList<>();
    entries.forEachRemaining(entry -> leaves.add(entry.leaf()));
    return Root.of(Trie.fold(leaves));
  }

  private static final class EntryIterator extends AbstractIterator<Entry> {
    private final BufferedReader lines;
    private @Nullable RawPath last;

    EntryIterator(BufferedReader lines) {
      this.lines = lines;
    }

    @Override
    protected @Nullable Entry computeNext() {
      String line;
      try {
        line = lines.readLine();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      if (line == null) {
        return endOfData();
      }
      Entry entry = ManifestLine.read(line);
      if (last != null && last.compareTo(entry.path()) >= 0) {
        throw new IllegalArgumentException(
            "manifest out of order: " + entry.path() + " after " + last);
      }
      last = entry.path();
      return entry;
    }
  }
}
