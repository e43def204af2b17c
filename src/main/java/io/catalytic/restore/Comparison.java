package io.catalytic.restore;

import com.google.common.util.concurrent.Futures;
import io.catalytic.domain.ContentSink;
import io.catalytic.domain.Domain;
import io.catalytic.domain.Entry;
import io.catalytic.domain.EntryReader;
import io.catalytic.domain.Found;
import io.catalytic.domain.OrderedWalk;
import io.catalytic.domain.RawPath;
import io.catalytic.domain.Sighting;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Goes through a manifest and a directory side by side, in path order.
 *
 * <p>Files are read by several threads, at most {@value #AHEAD} paths a thread ahead of what was
 * handed out; no more is held.
 */
final class Comparison {
  private static final int AHEAD = 64;

  private final Domain domain;
  private final RestoreListener listener;
  private final Reading reading;

  /**
   * A path of the manifest, of the directory, or of both.
   *
   * @param path where
   * @param wanted what the manifest has there
   * @param sighting what the directory has there
   * @param present what that is when read; empty also if it is refused, or was not worth reading
   */
  record Pair(
      RawPath path, Optional<Entry> wanted, Optional<Sighting> sighting, Optional<Entry> present) {}

  /** Which paths are worth reading. */
  interface Reading {
    boolean isWorth(Optional<Entry> wanted, Found found);
  }

  /** Takes the pairs. */
  interface Taker {
    void take(Pair pair) throws IOException;
  }

  Comparison(Domain domain, RestoreListener listener, Reading reading) {
    this.domain = domain;
    this.listener = listener;
    this.reading = reading;
  }

  /** Hands out all pairs, in path order, on the calling thread. */
  void run(Iterator<Entry> manifest, int threads, Taker taker) throws IOException {
    OrderedWalk walk = new OrderedWalk(domain);
    Entry wanted = next(manifest);
    Sighting seen = next(walk);
    ThreadLocal<EntryReader> readers = ThreadLocal.withInitial(this::reader);
    Deque<Future<Pair>> ahead = new ArrayDeque<>();
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      while (wanted != null || seen != null) {
        int order = order(wanted, seen);
        Optional<Entry> entry = order <= 0 ? Optional.ofNullable(wanted) : Optional.empty();
        Optional<Sighting> sighting = order >= 0 ? Optional.ofNullable(seen) : Optional.empty();
        ahead.add(read(entry, sighting, readers, executor));
        wanted = order <= 0 ? next(manifest) : wanted;
        seen = order >= 0 ? next(walk) : seen;
        if (ahead.size() >= AHEAD * threads) {
          taker.take(await(ahead.remove()));
        }
      }
      while (!ahead.isEmpty()) {
        taker.take(await(ahead.remove()));
      }
    } finally {
      executor.shutdownNow();
    }
  }

  private static <T> @Nullable T next(Iterator<T> items) {
    return items.hasNext() ? items.next() : null;
  }

  /** What is over counts as greater than any path. */
  private static int order(@Nullable Entry wanted, @Nullable Sighting seen) {
    if (wanted == null) {
      return 1;
    }
    return seen == null ? -1 : wanted.path().compareTo(seen.path());
  }

  private Future<Pair> read(
      Optional<Entry> entry,
      Optional<Sighting> sighting,
      ThreadLocal<EntryReader> readers,
      ExecutorService executor) {
    RawPath path = entry.map(Entry::path).orElseGet(() -> sighting.orElseThrow().path());
    Optional<Found> found =
        sighting.flatMap(Sighting::found).filter(worth -> reading.isWorth(entry, worth));
    if (found.isEmpty()) {
      return Futures.immediateFuture(new Pair(path, entry, sighting, Optional.empty()));
    }
    return executor.submit(
        () -> {
          Optional<Entry> present = readers.get().read(found.get());
          // What vanished since it was seen is not there.
          return new Pair(path, entry, present.isPresent() ? sighting : Optional.empty(), present);
        });
  }

  private Pair await(Future<Pair> reading) throws IOException {
    try {
      Pair pair = reading.get();
      listener.path(pair.path());
      return pair;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while reading " + domain.directory());
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException("reading " + domain.directory() + " failed", e.getCause());
    }
  }

  private EntryReader reader() {
    ContentSink hashing = ContentSink.hashing();
    return new EntryReader(
        domain, (path, bytes, size) -> hashing.take(path, new Counted(bytes), size));
  }

  /** Tells the listener what is read. */
  private final class Counted extends FilterInputStream {
    Counted(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int read = super.read(into, offset, length);
      listener.bytes(Math.max(read, 0));
      return read;
    }
  }
}
