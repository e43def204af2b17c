package io.catalytic.domain;

import io.catalytic.merkle.Root;
import io.catalytic.store.ObjectStore;
import io.catalytic.store.WriteBatch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * All entries of a domain at one time, read without Beam on the threads of one machine.
 *
 * @param domain the directory
 * @param entries ordered by path
 * @param root the commitment to them
 */
public record Snapshot(Domain domain, List<Entry> entries, Root root) {

  /** Makes a sink for one thread. */
  @FunctionalInterface
  public interface SinkFactory {
    /** Returns a sink that no other thread uses. */
    ContentSink open() throws IOException;
  }

  /** Returns the entries, hashed and not kept. */
  public static Snapshot take(Domain domain) throws IOException {
    return take(domain, Runtime.getRuntime().availableProcessors(), ContentSink::hashing);
  }

  /** Returns the entries, their contents kept in a store. */
  public static Snapshot takeInto(ObjectStore store, Domain domain) throws IOException {
    // A batch for each reading thread, and all of them durable before the snapshot is returned.
    Queue<WriteBatch> batches = new ConcurrentLinkedQueue<>();
    SinkFactory intoStore =
        () -> {
          WriteBatch batch = store.begin();
          batches.add(batch);
          return (path, bytes, size) -> batch.put(bytes);
        };
    try {
      Snapshot snapshot = take(domain, Runtime.getRuntime().availableProcessors(), intoStore);
      commit(domain, List.copyOf(batches));
      return snapshot;
    } finally {
      for (WriteBatch batch : batches) {
        batch.close();
      }
    }
  }

  /** All at a time: most of a commit is to wait for the disk. */
  private static void commit(Domain domain, List<WriteBatch> batches) throws IOException {
    try (SharedWork work = new SharedWork(batches.size(), "keeping " + domain.directory())) {
      work.each(
          batches.size(),
          next -> {
            for (int i = next.getAsInt(); i < batches.size(); i = next.getAsInt()) {
              batches.get(i).commit();
            }
          });
    }
  }

  /**
   * Returns the entries, their bytes given to sinks.
   *
   * @param threads how many list and read at a time, each into a sink of its own
   * @throws RefusedPathsException if there are paths that can't be entries; nothing was read then
   * @throws UnstableEntryException if a file keeps changing while it is read
   */
  public static Snapshot take(Domain domain, int threads, SinkFactory sinks) throws IOException {
    try (SharedWork work = new SharedWork(threads, "reading " + domain.directory())) {
      List<Found> found = DomainWalker.list(domain, work);
      // Two files in a row lie close on disk more often than not.
      found.sort(Comparator.comparing(Found::path));
      Entry[] entries = readAll(domain, found, work, sinks);
      if (entries[0] == null) {
        throw DomainWalker.gone(domain);
      }
      List<Entry> present = Arrays.stream(entries).filter(entry -> entry != null).toList();
      return new Snapshot(domain, present, Manifest.root(present.iterator()));
    }
  }

  /** Slot i holds what became of path i: null if it vanished since it was found. */
  private static Entry[] readAll(
      Domain domain, List<Found> found, SharedWork work, SinkFactory sinks) throws IOException {
    Entry[] entries = new Entry[found.size()];
    work.each(
        entries.length,
        next -> {
          EntryReader reader = new EntryReader(domain, sinks.open());
          for (int i = next.getAsInt(); i < entries.length; i = next.getAsInt()) {
            entries[i] = reader.read(found.get(i)).orElse(null);
          }
        });
    return entries;
  }

  /** Returns how this state differs from an earlier one, in path order. */
  public List<Difference> since(Iterator<Entry> before) {
    List<Difference> differences = new ArrayList<>();
    ManifestDiff.compare(before, entries.iterator(), differences::add);
    return differences;
  }
}
