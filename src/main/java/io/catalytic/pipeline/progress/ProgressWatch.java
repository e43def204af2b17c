package io.catalytic.pipeline.progress;

import java.io.Closeable;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks how far a run is, wherever its workers are, and tells a listener when that has changed. */
public final class ProgressWatch implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(ProgressWatch.class);
  private static final long EVERY_MILLIS = 500;

  private final ProgressDirectory directory;
  private final RunProgress.Listener listener;
  private final Map<String, Map<Group, Counted>> told = new HashMap<>();
  private final ScheduledExecutorService looking;
  private RunProgress last = RunProgress.of(Map.of());
  private boolean isClosed;
  private boolean isTroubleTold;

  /** Does not look by itself. */
  ProgressWatch(ProgressDirectory directory, RunProgress.Listener listener) {
    this.directory = directory;
    this.listener = listener;
    looking = Ticker.named("watching " + directory);
  }

  /** Begins to look. */
  public static ProgressWatch over(ProgressDirectory directory, RunProgress.Listener listener) {
    ProgressWatch watch = new ProgressWatch(directory, listener);
    var unused =
        watch.looking.scheduleWithFixedDelay(
            watch::look, EVERY_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS);
    return watch;
  }

  /** Looks once. For one thread at a time. */
  void look() {
    try {
      directory.read(told);
      tell(RunProgress.of(ProgressDirectory.merged(told)));
    } catch (IOException | RuntimeException e) {
      // Whatever it is: one that gets through would end all that comes later.
      if (!isTroubleTold) {
        LOG.warn("how far the run is can't be seen in {}; the run goes on", directory, e);
        isTroubleTold = true;
      }
    }
  }

  private synchronized void tell(RunProgress progress) {
    if (!isClosed && !progress.equals(last)) {
      last = progress;
      listener.at(progress);
    }
  }

  /** Tells nothing from now on. Does not wait for a disk that hangs. */
  @Override
  public void close() {
    looking.shutdownNow();
    synchronized (this) {
      isClosed = true;
    }
  }
}
