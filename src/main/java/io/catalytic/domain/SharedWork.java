package io.catalytic.domain;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;

/**
 * A fixed number of threads that share out the indexes of a list: each takes the next one that
 * nobody has taken. For one caller at a time.
 */
final class SharedWork implements Closeable {
  private final int threads;
  private final String what;
  private final ExecutorService executor;

  /** What one thread does. */
  @FunctionalInterface
  interface Share {
    /**
     * Works until there is nothing left.
     *
     * @param next gives an index that no other thread gets, or one past the end
     */
    void work(IntSupplier next) throws IOException;
  }

  /**
   * Starts no thread yet.
   *
   * @param what is being done, for messages, as "reading /data"
   */
  SharedWork(int threads, String what) {
    this.threads = threads;
    this.what = what;
    this.executor = Executors.newFixedThreadPool(threads);
  }

  /**
   * Does all of 0 to {@code count - 1}, and returns when every thread is done.
   *
   * @throws IOException what a thread threw
   */
  void each(int count, Share share) throws IOException {
    AtomicInteger taken = new AtomicInteger();
    // Never beyond the end, or many calls after it would count round to the beginning.
    IntSupplier next = () -> taken.getAndUpdate(index -> Math.min(index + 1, count));
    if (count == 1 || threads == 1) {
      share.work(next);
      return;
    }
    Callable<Void> task =
        () -> {
          try {
            share.work(next);
            return null;
          } finally {
            taken.set(count); // If it failed, nothing that the others could still do is wanted.
          }
        };
    try {
      List<Future<Void>> running =
          executor.invokeAll(Collections.nCopies(Math.min(threads, count), task));
      for (Future<Void> done : running) {
        done.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while " + what);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      throw new IllegalStateException(what + " failed", e.getCause());
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
