package io.catalytic.exec;

import java.util.concurrent.CompletableFuture;

/** That somebody wants an exec to end before its command does. Thread-safe. */
public final class Interruption {
  private final CompletableFuture<Boolean> wanted = new CompletableFuture<>();

  /** Wants it, from now on. */
  public void interrupt() {
    boolean unused = wanted.complete(true);
  }

  /** Returns whether somebody does. */
  public boolean isWanted() {
    return wanted.isDone();
  }

  CompletableFuture<Boolean> future() {
    return wanted;
  }
}
