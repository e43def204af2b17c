package io.catalytic.pipeline;

import com.google.common.util.concurrent.ThreadFactoryBuilder;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

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

  /** Returns the pool of this many threads. They are daemons: they never keep a process alive. */
  static ExecutorService ofSize(int threads) {
    return POOLS.computeIfAbsent(threads, CallPool::pool);
  }

  /** Idle threads end, so that a cluster's worker that lives on keeps nothing of a finished job. */
  private static ExecutorService pool(int threads) {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            30,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            new ThreadFactoryBuilder().setNameFormat("call-%d").setDaemon(true).build());
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }
}
