package io.catalytic.exec;

import java.util.concurrent.CompletableFuture;

/** That somebody wants an exec to end before its command does. Thread-safe. */
public final class Interruption {
  private final CompletableFuture<Boolean> wanted = new CompletableFuture<>();
  private boolean held;

  /**
   * Wants it, from now on.
   *
   * @return whether the exec has something to settle first; if not, the process may end at once
   */
  public synchronized boolean interrupt() {
    boolean unused = wanted.complete(true);
    return held;
  }

  /** Returns whether somebody does. */
  public boolean isWanted() {
    return wanted.isDone();
  }

  /**
   * Says that there is something to settle from now on; returns false if it is too late for that.
   */
  synchronized boolean hold() {
    held = !isWanted();
    return held;
  }

  CompletableFuture<Boolean> future() {
    return wanted;
  }
}
