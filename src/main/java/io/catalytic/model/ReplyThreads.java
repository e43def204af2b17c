package io.catalytic.model;

import com.google.common.util.concurrent.ThreadFactoryBuilder;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads that replies come in on: few for the whole process, however many calls are in flight.
 *
 * <p>What there is to do for one takes microseconds and waits for nothing. The JDK's client would
 * wake a thread of its own for each, hundreds at a time, which costs cores that have other work
 * more than all the rest of a call.
 */
final class ReplyThreads {
  private static final int COUNT = Math.max(4, Runtime.getRuntime().availableProcessors());

  static final Executor POOL = pool();

  private ReplyThreads() {}

  /** Idle threads end, and daemons keep no process alive. */
  private static Executor pool() {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            COUNT,
            COUNT,
            30,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            new ThreadFactoryBuilder().setNameFormat("reply-%d").setDaemon(true).build());
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }
}
