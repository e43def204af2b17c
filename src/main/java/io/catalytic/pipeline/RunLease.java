package io.catalytic.pipeline;

import io.catalytic.store.HeldLease;
import io.catalytic.store.ObjectStore;
import io.catalytic.store.Stores;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;

/**
 * Keeps what a run puts into the store from being cleaned away until its refs are written, whoever
 * of its workers put it: a lease that is renewed as long as this process lives.
 */
final class RunLease implements Closeable {
  /** A run that was killed delays the next cleaning by no more than this. */
  private static final Duration VALIDITY = Duration.ofHours(1);

  private final ObjectStore store;
  private final HeldLease lease;

  private RunLease(ObjectStore store, HeldLease lease) {
    this.store = store;
    this.lease = lease;
  }

  /** Begins the lease of a run. */
  static RunLease of(RunPlan plan) throws IOException {
    ObjectStore store = Stores.open(plan.store());
    try {
      String holder = "run " + plan.runId() + " on " + host();
      return new RunLease(store, HeldLease.hold(store.refs(), holder, VALIDITY));
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

  @Override
  public void close() throws IOException {
    try (store) {
      lease.close();
    }
  }
}
