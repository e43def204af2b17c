package io.catalytic.pipeline;

import com.google.common.collect.Sets;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/**
 * Runs many calls, a bounded number at a time, and hands each result to the calling thread.
 *
 * <p>The calls come from an iterator, taken only as there is room for them; results come in the
 * order in which they are done. When {@link #run} returns, all calls are done; when it throws,
 * those that are not have been cancelled.
 */
final class Swarm {
  private final ExecutorService pool;
  private final int maxInFlight;

  Swarm(ExecutorService pool, int maxInFlight) {
    this.pool = pool;
    this.maxInFlight = maxInFlight;
  }

  /** Takes a result, on the thread that called {@link Swarm#run}. */
  @FunctionalInterface
  interface Sink<R> {
    void take(R result) throws Exception;
  }

  @SuppressWarnings("CollectionUndefinedEquality") // It is the identity that counts.
  <R> void run(Iterator<Callable<R>> calls, Sink<R> sink) throws Exception {
    ExecutorCompletionService<R> completed = new ExecutorCompletionService<>(pool);
    Set<Future<R>> inFlight = Sets.newIdentityHashSet();
    try {
      while (calls.hasNext() || !inFlight.isEmpty()) {
        while (calls.hasNext() && inFlight.size() < maxInFlight) {
          inFlight.add(completed.submit(calls.next()));
        }
        Future<R> done = completed.take();
        inFlight.remove(done);
        sink.take(done.get());
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    } finally {
      inFlight.forEach(call -> call.cancel(true));
    }
  }
}
