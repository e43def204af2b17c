package io.catalytic.cli;

import io.catalytic.exec.Interruption;
import java.util.concurrent.CountDownLatch;

/**
 * Holds up the end of this process, which a signal asked for (SIGTERM, SIGINT, SIGHUP), until this
 * is closed; unless nothing was run yet. For one thread.
 */
final class SignalGuard implements AutoCloseable {
  private final Interruption interruption = new Interruption();
  private final CountDownLatch over = new CountDownLatch(1);
  private final Thread hook;

  SignalGuard() {
    hook =
        new Thread(
            () -> {
              try {
                if (interruption.interrupt()) {
                  over.await();
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "end of exec");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Returns what hears of the signal. */
  Interruption interruption() {
    return interruption;
  }

  @Override
  public void close() {
    over.countDown();
    if (!interruption.isWanted()) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        return; // the signal came just now: the process ends
      }
    }
  }
}
