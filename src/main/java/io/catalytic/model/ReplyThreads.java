package io.catalytic.model;

import java.util.concurrent.Executor;

/**
 * The threads that replies come in on: few for the whole process, however many calls are in flight.
 *
 * <p>What there is to do for one takes microseconds and waits for nothing. The JDK's client would
 * wake a thread of its own for each, hundreds at a time, which costs cores that have other work
 * more than all the rest of a call.
 */
final class ReplyThreads {
  private static final int COUNT = Math.max(4, Runtime.getRuntime().availableProcessors());

  static final Executor POOL = DaemonPool.of(COUNT, "reply-%d");

  private ReplyThreads() {}
}
