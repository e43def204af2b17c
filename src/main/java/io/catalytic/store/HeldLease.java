package io.catalytic.store;

import java.io.Closeable;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A lease that is renewed as long as this process lives, until it is closed. Thread-safe. */
public final class HeldLease implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(HeldLease.class);

  private final Leases leases;
  private final Leases.Lease lease;
  private final Duration validity;
  private final ScheduledExecutorService renewing;

  private HeldLease(Leases leases, Leases.Lease lease, Duration validity) throws IOException {
    this.leases = leases;
    this.lease = lease;
    this.validity = validity;
    leases.renew(lease, validity);
    renewing =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "lease of " + lease.holder());
              thread.setDaemon(true);
              return thread;
            });
    long period = validity.toMillis() / 4;
    var unused =
        renewing.scheduleWithFixedDelay(this::renew, period, period, TimeUnit.MILLISECONDS);
  }

  /**
   * Begins one.
   *
   * @param refs of the store
   * @param holder who is at work, for those who wait
   * @param validity for how long it outlives this process, if that is killed
   */
  public static HeldLease hold(Refs refs, String holder, Duration validity) throws IOException {
    return hold(refs, Leases.Lease.of(holder), validity);
  }

  /**
   * Begins a lease that others may hold as well, or holds on to one that they began: it lives as
   * long as one of them does.
   *
   * @param refs of the store
   * @param lease the same for all of them
   * @param validity for how long it outlives the last of them
   */
  public static HeldLease hold(Refs refs, Leases.Lease lease, Duration validity)
      throws IOException {
    return new HeldLease(new Leases(refs, Clock.systemUTC()), lease, validity);
  }

  /** Returns the ref's name. */
  public String name() {
    return lease.name();
  }

  private void renew() {
    try {
      leases.renew(lease, validity);
    } catch (IOException | RuntimeException e) {
      // Whatever it is: one that gets through would end all renewals.
      LOG.warn("the lease of {} could not be renewed; it is tried again", lease.holder(), e);
    }
  }

  /** Leaves the lease to others who hold it: this process renews it no more. */
  public void leave() {
    renewing.shutdown();
  }

  /** Ends it, for whoever else holds it as well. */
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
    }
  }
}
