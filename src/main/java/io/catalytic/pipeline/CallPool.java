package io.catalytic.pipeline;

import io.catalytic.model.DaemonPool;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;

/**
 * The threads that calls to a model are made on. A worker process has one pool for each size, so
 * that the limit on calls in flight holds for the whole process, however many groups are worked on.
 */
final class CallPool {
  private static final Map<Integer, ExecutorService> POOLS = new ConcurrentHashMap<>();

  private CallPool() {}

  /**
   * Returns how many threads keep so many calls in flight: while one call's answer is checked and
   * made durable, another one is on its way.
   */
  static int threads(int maxInFlight) {
    return 2 * maxInFlight;
  }

  /** Returns the pool of this many threads. */
  static ExecutorService ofSize(int threads) {
    return POOLS.computeIfAbsent(threads, size -> DaemonPool.of(size, "call-%d"));
  }
}
