package io.catalytic.store.remote;

import com.google.common.util.concurrent.ThreadFactoryBuilder;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Makes many requests at a time, as they are mostly waiting. Thread-safe. */
final class RequestThreads implements Closeable {
  private static final int THREADS = 16;

  private @Nullable ExecutorService executor;

  /** Something that takes a request. */
  interface Request<T, R> {

    /** Makes it. */
    R make(T of) throws IOException;
  }

  /** Makes a request for each of some things; returns the answers in their order. */
  <T, R> List<R> forEach(List<T> things, Request<T, R> request) throws IOException {
    List<R> answers = new ArrayList<>();
    if (things.size() == 1) {
      answers.add(request.make(things.get(0)));
    }
    if (things.size() < 2) {
      return answers;
    }
    List<Future<R>> futures = new ArrayList<>();
    try {
      for (T thing : things) {
        Callable<R> task = () -> request.make(thing);
        futures.add(executor().submit(task));
      }
      for (Future<R> future : futures) {
        answers.add(get(future));
      }
      return answers;
    } finally {
      futures.forEach(future -> future.cancel(true));
    }
  }

  private static <R> R get(Future<R> future) throws IOException {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      InterruptedIOException interrupted =
          new InterruptedIOException("interrupted while waiting for a remote store");
      interrupted.initCause(e);
      throw interrupted;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      throw new IllegalStateException("a request to a remote store failed", e.getCause());
    }
  }

  private synchronized ExecutorService executor() {
    if (executor == null) {
      executor =
          Executors.newFixedThreadPool(
              THREADS,
              new ThreadFactoryBuilder()
                  .setDaemon(true)
                  .setNameFormat("catalytic-remote-%d")
                  .build());
    }
    return executor;
  }

  @Override
  public synchronized void close() {
    if (executor != null) {
      executor.shutdownNow();
      executor = null;
    }
  }
}
