package io.catalytic.store.remote;

import io.catalytic.store.Leases;
import io.catalytic.store.Refs;
import java.io.Closeable;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Shows others that an open store is at work, from its first batch to its end: what it relies on or
 * has put is not deleted meanwhile.
 *
 * <p>On an object store there are no locks, so it is a lease, which a thread renews each time that
 * a quarter of it has passed. One that could not be renewed in time, because the network was gone
 * or the machine asleep, has protected nothing: then nothing can be committed any more.
 * Thread-safe.
 */
final class StoreLease implements Closeable {

  /** How long a lease lives that is not renewed. */
  static final Duration VALIDITY = Duration.ofHours(1);

  private final Refs refs;
  private final Clock clock;
  private final String holder;
  private final Duration validity;
  private Leases.@Nullable Lease lease;
  private @Nullable ScheduledExecutorService renewing;
  private long endsAt;

  /**
   * Prepares one.
   *
   * @param holder who is at work, for those who wait
   */
  StoreLease(Refs refs, Clock clock, String holder, Duration validity) {
    this.refs = refs;
    this.clock = clock;
    this.holder = holder;
    this.validity = validity;
  }

  /** Returns this process, for those who wait for it. */
  static String thisProcess() {
    return "process " + ProcessHandle.current().pid();
  }

  /** Begins the lease, unless it has begun; returns its ref's name. */
  synchronized String hold() throws IOException {
    if (lease == null) {
      long now = clock.millis();
      lease = leases().acquire(holder, validity);
      endsAt = now + validity.toMillis();
      long quarter = Math.max(1, validity.toMillis() / 4);
      renewing =
          Executors.newSingleThreadScheduledExecutor(
              task -> {
                Thread thread = new Thread(task, "catalytic-lease");
                thread.setDaemon(true);
                return thread;
              });
      var unused =
          renewing.scheduleWithFixedDelay(this::renew, quarter, quarter, TimeUnit.MILLISECONDS);
    }
    require();
    return lease.name();
  }

  private Leases leases() {
    return new Leases(refs, clock);
  }

  private synchronized void renew() {
    long now = clock.millis();
    if (lease == null || now >= endsAt) {
      return; // too late: it was not there for a while
    }
    try {
      leases().renew(lease, validity);
      endsAt = now + validity.toMillis();
    } catch (IOException | RuntimeException e) {
      // The next quarter tries again; whether it was in time is asked at each commit.
    }
  }

  /**
   * Checks that the lease has lived all the time since it began; one that never began is no matter.
   */
  synchronized void require() throws IOException {
    if (lease != null && clock.millis() >= endsAt) {
      throw new IOException(
          "the store's lease ("
              + lease.name()
              + ") could not be renewed within "
              + validity.toMinutes()
              + " minutes, so a cleaning may have removed what was put here and is named by no ref"
              + " yet; open the store anew and put it again");
    }
  }

  @Override
  public synchronized void close() {
    if (renewing != null) {
      renewing.shutdownNow();
      renewing = null;
    }
    if (lease != null) {
      try {
        leases().release(lease);
      } catch (IOException | RuntimeException e) {
        // It ends by itself; what was committed is none the worse.
      }
      lease = null;
    }
  }
}
