package io.catalytic.merkle;

import com.google.common.collect.Iterators;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * Orders any number of entries by key in bounded memory: as many as are held at a time are sorted
 * and, if there are more, written to a file, and the files merged (16 KiB of memory each). Not
 * thread-safe; {@code add… → sorted → close}, which deletes the files.
 */
public final class SortByKey implements Closeable {
  /** Entries held by default: about 20 MB. */
  public static final int DEFAULT_HELD = 1 << 16;

  private static final int BUFFER = 1 << 14;

  private final int mostHeld;
  private final List<TrieEntry> held = new ArrayList<>();
  private final List<Run> runs = new ArrayList<>();

  /**
   * Holds nothing yet.
   *
   * @param mostHeld the most entries to hold in memory, at least 1
   */
  public SortByKey(int mostHeld) {
    if (mostHeld < 1) {
      throw new IllegalArgumentException("at least 1 entry is held; got " + mostHeld);
    }
    this.mostHeld = mostHeld;
  }

  /** Takes an entry. */
  public void add(TrieEntry entry) throws IOException {
    if (held.size() == mostHeld) {
      Collections.sort(held);
      runs.add(Run.write(held));
      held.clear();
    }
    held.add(entry);
  }

  /**
   * Returns all entries, ordered by key. Reading throws {@link UncheckedIOException} if a file
   * can't be read.
   */
  public Iterator<TrieEntry> sorted() throws IOException {
    Collections.sort(held);
    List<Iterator<TrieEntry>> parts = new ArrayList<>();
    parts.add(held.iterator());
    for (Run run : runs) {
      parts.add(run.read());
    }
    return Iterators.mergeSorted(parts, Comparator.<TrieEntry>naturalOrder());
  }

  @Override
  public void close() throws IOException {
    for (Run run : runs) {
      run.close();
    }
  }

  /** Sorted entries in a file: {@code u32 length ‖ entry}, each. */
  private static final class Run implements Closeable, Iterator<TrieEntry> {
    private final Path file;
    private long left;
    private DataInputStream in = new DataInputStream(DataInputStream.nullInputStream());

    private Run(Path file, long count) {
      this.file = file;
      this.left = count;
    }

    static Run write(List<TrieEntry> entries) throws IOException {
      Run run = new Run(Files.createTempFile("catalytic-sort-", ".tmp"), entries.size());
      try (DataOutputStream out =
          new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(run.file), BUFFER))) {
        for (TrieEntry entry : entries) {
          out.writeInt(PageFormat.entryBytes(entry));
          PageFormat.writeEntry(entry, out);
        }
      } catch (IOException e) {
        Files.deleteIfExists(run.file);
        throw e;
      }
      return run;
    }

    Iterator<TrieEntry> read() throws IOException {
      in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER));
      return this;
    }

    @Override
    public boolean hasNext() {
      return left > 0;
    }

    @Override
    public TrieEntry next() {
      if (left == 0) {
        throw new NoSuchElementException();
      }
      left--;
      try {
        byte[] entry = new byte[in.readInt()];
        in.readFully(entry);
        return PageFormat.readEntry(ByteBuffer.wrap(entry));
      } catch (IOException e) {
        throw new UncheckedIOException("can't read back what was sorted: " + e.getMessage(), e);
      }
    }

    @Override
    public void close() throws IOException {
      in.close();
      Files.deleteIfExists(file);
    }
  }
}
