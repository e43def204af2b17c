package io.catalytic.model;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * What all calls of a process to one model go through: so many at a time, within the budget of
 * tokens, and only while the server is there. Thread-safe; the threads that wait are those of the
 * calls.
 */
public final class CallGate {
  private final ModelClient client;
  private final Semaphore turns;
  private final TokenBudget budget;
  private final ServerWatch watch;

  /** Keeps what was answered. */
  @FunctionalInterface
  public interface Keeper {
    /** Returns when it is kept. */
    void keep(TimedCompletion completion) throws InterruptedException;
  }

  /**
   * Opens a gate.
   *
   * @param client asks the model; stays the caller's to close
   * @param maxInFlight calls at a time at most, at least 1
   * @param budget what may be spent
   * @param faults how many in a row of the server it takes to ask whether it is gone; never fewer
   *     than twice as many as may be in flight, for all of them may fail of one short trouble
   * @param patience how long a server that is gone is waited for
   */
  public CallGate(
      ModelClient client, int maxInFlight, TokenBudget budget, int faults, Duration patience) {
    if (maxInFlight < 1) {
      throw new IllegalArgumentException("no call can be made: " + maxInFlight + " in flight");
    }
    this.client = client;
    this.turns = new Semaphore(maxInFlight, true);
    this.budget = budget;
    this.watch = new ServerWatch(client, Math.max(faults, 2 * maxInFlight), patience);
  }

  /**
   * Asks once, when it is this call's turn, and keeps what was answered before the next one's turn
   * comes: so what a crash loses are no more calls than may be in flight.
   *
   * @throws ModelException {@link ModelFault#OVER_BUDGET} or {@link ModelFault#SERVER_GONE} without
   *     asking at all; else as {@link ModelClient#complete}
   */
  public TimedCompletion complete(ModelRequest request, Keeper keeper)
      throws ModelException, InterruptedException {
    turns.acquire();
    try {
      watch.await();
      budget.check();
      long start = System.nanoTime();
      Completion completion;
      try {
        completion = client.complete(request);
      } catch (ModelException e) {
        watch.failed(e.fault());
        throw e;
      }
      watch.answered();
      budget.spend(completion.tokens());
      long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
      TimedCompletion timed = new TimedCompletion(completion, millis);
      keeper.keep(timed);
      return timed;
    } finally {
      turns.release();
    }
  }
}
