package io.catalytic.model;

import com.google.common.util.concurrent.ThreadFactoryBuilder;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Pools of threads that outlive nothing: they are daemons, which keep no process alive, and end
 * when they are idle, so that a cluster's worker that lives on keeps nothing of a finished job.
 */
public final class DaemonPool {
  private static final int IDLE_SECONDS = 30;

  private DaemonPool() {}

  /**
   * Returns a pool.
   *
   * @param threads most of them at a time; further tasks wait
   * @param name of a thread, with {@code %d} for its number
   */
  public static ExecutorService of(int threads, String name) {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            new ThreadFactoryBuilder().setNameFormat(name).setDaemon(true).build());
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }
}
