package io.catalytic.pipeline.progress;

import java.io.Closeable;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells how far a run is that this process works for, as long as it has steps of it open. One at a
 * time for each run. Thread-safe.
 */
public final class ProgressPublisher implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(ProgressPublisher.class);
  private static final String THIS_PROCESS = UUID.randomUUID().toString();
  private static final long EVERY_MILLIS = 1000;

  /** A disk that hangs must not hold what does not need it. */
  private static final long PATIENCE_SECONDS = 5;

  private final ProgressDirectory directory;
  private final String process;
  private final RunCounts counts;
  private final ScheduledExecutorService publishing;
  private Map<Group, Counted> published;
  private boolean isTroubleTold;

  /**
   * Goes on with what the process has told before.
   *
   * @param process its name, a UUID
   */
  ProgressPublisher(ProgressDirectory directory, String process, LongSupplier clock) {
    this.directory = directory;
    this.process = process;
    Map<String, Map<Group, Counted>> told = new HashMap<>();
    try {
      directory.read(told);
    } catch (IOException | RuntimeException e) {
      trouble(e);
    }
    published = told.getOrDefault(process, Map.of());
    counts = new RunCounts(clock, published, ProgressDirectory.merged(told).values());
    publishing = Ticker.named("progress in " + directory);
  }

  /**
   * Begins to tell.
   *
   * @param clock milliseconds since the run started
   */
  public static ProgressPublisher open(ProgressDirectory directory, LongSupplier clock) {
    ProgressPublisher publisher = new ProgressPublisher(directory, THIS_PROCESS, clock);
    var unused =
        publisher.publishing.scheduleWithFixedDelay(
            publisher::publish, EVERY_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS);
    return publisher;
  }

  /** Begins a group of a step, perhaps again: what it had counted before counts no more. */
  public GroupCount begin(Step step, int group) {
    return counts.begin(new Group(step, group));
  }

  /** Writes what there is to tell, if it is anything new. */
  synchronized void publish() {
    try {
      Map<Group, Counted> now = counts.now();
      if (!now.equals(published)) {
        directory.write(process, now);
        published = now;
      }
    } catch (IOException | RuntimeException e) {
      // Whatever it is: one that gets through would end all that comes later.
      trouble(e);
    }
  }

  private void trouble(Exception e) {
    if (!isTroubleTold) {
      LOG.warn("how far the run is can't be told in {}; the run goes on", directory, e);
      isTroubleTold = true;
    }
  }

  /** Tells a last time. */
  @Override
  public void close() {
    publishing.execute(this::publish);
    publishing.shutdown();
    try {
      if (!publishing.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("how far the run is was not told in time in {}", directory);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
