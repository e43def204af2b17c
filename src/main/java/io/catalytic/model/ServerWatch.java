package io.catalytic.model;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A circuit breaker: notices that a server is gone, and spares each of thousands of calls to find
 * out for itself. Thread-safe.
 *
 * <p>After so many faults of the server in a row, none answered in between, one call after the
 * other is held back while one of them asks the server who it is, again and again. Once it says so,
 * all go on. If it does not within the given time, it is given up for good: every call from then on
 * ends at once, and a later run goes on where this one ended.
 */
final class ServerWatch {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final ModelClient client;
  private final int mostFaults;
  private final Duration patience;
  private final AtomicInteger faultsInARow = new AtomicInteger();
  private final ReentrantLock asking = new ReentrantLock();
  private volatile String gone = "";

  /**
   * Begins with a server that is thought to be there.
   *
   * @param mostFaults how many in a row are taken for trouble of the calls and not of the server
   */
  ServerWatch(ModelClient client, int mostFaults, Duration patience) {
    this.client = client;
    this.mostFaults = mostFaults;
    this.patience = patience;
  }

  void answered() {
    faultsInARow.set(0);
  }

  void failed(ModelFault fault) {
    if (fault.isTransient()) {
      faultsInARow.incrementAndGet();
    } else {
      answered(); // a refusal is an answer: somebody is there
    }
  }

  /** Returns when the server may be asked. */
  void await() throws ModelException, InterruptedException {
    if (faultsInARow.get() < mostFaults) {
      return;
    }
    asking.lockInterruptibly();
    try {
      if (gone.isEmpty() && faultsInARow.get() >= mostFaults) {
        ask();
      }
    } finally {
      asking.unlock();
    }
    if (!gone.isEmpty()) {
      throw new ModelException(ModelFault.SERVER_GONE, gone);
    }
  }

  private void ask() throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    Duration pause = FIRST_PAUSE;
    while (true) {
      try {
        client.identity();
        answered();
        return;
      } catch (ModelException e) {
        long left = end - System.nanoTime();
        if (left <= 0) {
          gone =
              "given up after "
                  + mostFaults
                  + " calls in a row without an answer and "
                  + patience.toSeconds()
                  + " s of asking: "
                  + e.getMessage()
                  + "; run the job again when it is there, and it goes on where it ended";
          return;
        }
        TimeUnit.NANOSECONDS.sleep(Math.min(left, pause.toNanos()));
        pause =
            pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0
                ? pause.multipliedBy(2)
                : LONGEST_PAUSE;
      }
    }
  }
}
