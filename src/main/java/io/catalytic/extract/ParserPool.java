package io.catalytic.extract;

import io.catalytic.model.ModelException;
import io.catalytic.model.ModelFault;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;

/**
 * A few processes that parse, for any number of threads, who are served in the order they came. A
 * process is started when all others are busy, and used again. Thread-safe.
 */
final class ParserPool implements AutoCloseable {
  private final ParserCommand command;
  private final int size;
  private final Semaphore turns;
  private final Deque<ParserProcess> idle = new ConcurrentLinkedDeque<>();
  private volatile boolean closed;

  ParserPool(ParserCommand command, int size) {
    this.command = command;
    this.size = size;
    turns = new Semaphore(size, true);
  }

  /** Returns a pool of one process for each processor, as parsing does nothing but compute. */
  static ParserPool ofThisMachine() {
    return new ParserPool(
        ParserCommand.ofThisJava(), Math.max(1, Runtime.getRuntime().availableProcessors()));
  }

  /** Starts a process if there is none, to know that it can be done. */
  void ready() throws ModelException, InterruptedException {
    turns.acquire();
    try {
      idle.push(taken());
    } finally {
      turns.release();
    }
  }

  /**
   * Returns the answer's text.
   *
   * <p>A crash counts only in a fresh process: what an earlier text did to a process, or whoever
   * killed it, must not decide about this one.
   */
  String ask(Question question) throws ModelException, InterruptedException {
    turns.acquire();
    try {
      ParserProcess process = taken();
      boolean isFresh = !process.isUsed();
      try {
        return askOf(process, question);
      } catch (ModelException e) {
        if (isFresh || e.fault() != ModelFault.WORKER_CRASHED) {
          throw e;
        }
        return askOf(ParserProcess.start(command), question);
      }
    } finally {
      turns.release();
    }
  }

  private String askOf(ParserProcess process, Question question)
      throws ModelException, InterruptedException {
    try {
      String answer = process.ask(question);
      idle.push(process);
      return answer;
    } catch (ModelException e) {
      if (process.isUsable()) {
        idle.push(process);
      }
      throw e;
    }
  }

  /** Returns one that is idle and lives, or a new one. */
  private ParserProcess taken() throws ModelException, InterruptedException {
    if (closed) {
      throw new IllegalStateException("the embedded worker is closed");
    }
    for (ParserProcess each = idle.poll(); each != null; each = idle.poll()) {
      if (each.isUsable()) {
        return each;
      }
      each.kill();
    }
    return ParserProcess.start(command);
  }

  /** Waits for the requests in flight, then ends all processes. */
  @Override
  public void close() {
    closed = true;
    turns.acquireUninterruptibly(size);
    try {
      idle.forEach(ParserProcess::close);
      idle.clear();
    } finally {
      turns.release(size);
    }
  }
}
