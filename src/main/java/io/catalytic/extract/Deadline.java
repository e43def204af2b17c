package io.catalytic.extract;

import io.catalytic.model.ModelException;
import io.catalytic.model.ModelFault;
import java.time.Duration;
import org.treesitter.TSParseState;
import org.treesitter.TSParserProgress;

/**
 * When one request has to end, by time or because its thread was interrupted.
 *
 * <p>The parser asks it every hundred steps. It must not throw then: it only says whether to stop.
 */
final class Deadline implements TSParserProgress {
  private final Duration limit;
  private final long end;

  private Deadline(Duration limit, long end) {
    this.limit = limit;
    this.end = end;
  }

  static Deadline in(Duration limit) {
    return new Deadline(limit, System.nanoTime() + limit.toNanos());
  }

  @Override
  public boolean progress(TSParseState state) {
    return isOver();
  }

  private boolean isOver() {
    return Thread.currentThread().isInterrupted() || System.nanoTime() - end >= 0;
  }

  /** Does nothing before the end. */
  void check() throws ModelException, InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("interrupted while a file was parsed");
    }
    if (isOver()) {
      throw exceeded(limit);
    }
  }

  /** Returns the fault of a text that takes too long, which it would again. */
  static ModelException exceeded(Duration limit) {
    return new ModelException(
        ModelFault.TOO_SLOW,
        "the embedded worker did not parse the file within " + limit.toMillis() + " ms");
  }
}
