package io.catalytic.pipeline;

import io.catalytic.store.Leases;
import io.catalytic.store.ObjectStore;
import io.catalytic.store.Stores;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what a run puts into the store from being cleaned away until its refs are written, whoever
 * of its workers put it: a lease that is renewed as long as this process lives.
 */
final class RunLease implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(RunLease.class);

  /** A run that was killed delays the next cleaning by no more than this. */
  private static final Duration VALIDITY = Duration.ofHours(1);

  private final ObjectStore store;
  private final Leases leases;
  private final Leases.Lease lease;
  private final ScheduledExecutorService renewing;

  private RunLease(ObjectStore store, String holder) throws IOException {
    this.store = store;
    leases = new Leases(store.refs(), Clock.systemUTC());
    lease = leases.acquire(holder, VALIDITY);
    renewing =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "lease of " + holder);
              thread.setDaemon(true);
              return thread;
            });
    long period = VALIDITY.toMillis() / 4;
    var unused =
        renewing.scheduleWithFixedDelay(this::renew, period, period, TimeUnit.MILLISECONDS);
  }

  /** Begins the lease of a run. */
  static RunLease of(RunPlan plan) throws IOException {
    ObjectStore store = Stores.open(plan.store());
    try {
      return new RunLease(store, "run " + plan.runId() + " on " + host());
    } catch (IOException e) {
      store.close();
      throw e;
    }
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "an unnamed host";
    }
  }

  private void renew() {
    try {
      leases.renew(lease, VALIDITY);
    } catch (IOException e) {
      LOG.warn("the lease of {} could not be renewed; it is tried again", lease.holder(), e);
    }
  }

  @Override
  public void close() throws IOException {
    renewing.shutdown();
    try {
      // A renewal that comes after the release would bring the lease back.
      if (!renewing.awaitTermination(1, TimeUnit.MINUTES)) {
        LOG.warn("the lease of {} is still being renewed; it ends by itself", lease.holder());
      }
      leases.release(lease);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      store.close();
    }
  }
}
