package io.catalytic.extract;

import java.util.concurrent.atomic.LongAdder;

/** Counts what was opened and closed natively, which no heap dump shows. Thread-safe. */
final class NativeLedger {
  private final LongAdder opened = new LongAdder();
  private final LongAdder closed = new LongAdder();

  void opened() {
    opened.increment();
  }

  void closed() {
    closed.increment();
  }

  /** Returns how many were ever opened. */
  long everOpened() {
    return opened.sum();
  }

  /** Returns how many are open now. */
  long open() {
    return opened.sum() - closed.sum();
  }
}
