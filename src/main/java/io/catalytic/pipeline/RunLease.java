package io.catalytic.pipeline;

import io.catalytic.run.RunTracer;
import io.catalytic.store.HeldLease;
import io.catalytic.store.Leases;
import io.catalytic.store.ObjectStore;
import io.catalytic.store.Refs;
import io.catalytic.store.Stores;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * Keeps what a run puts into the store from being cleaned away until its refs are written, whoever
 * of its workers put it.
 *
 * <p>It is one lease, {@code leases/run-ID}. Whoever starts the run begins it; every process that
 * has a step of the run open renews it ({@link Workplace}), so that it needs no process of its own:
 * a job that was submitted and left alone keeps it. The worker that finishes the run ends it. If
 * nobody does, it ends {@link #VALIDITY} after the last step was closed.
 *
 * <p>To workers it also proves that their store is the one that the run was started with.
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
  static RunLease begin(RunPlan plan) throws IOException {
    ObjectStore store = Stores.open(plan.store());
    try {
      return new RunLease(store, HeldLease.hold(store.refs(), lease(plan), VALIDITY));
    } catch (IOException e) {
      store.close();
      throw e;
    }
  }

  /**
   * Holds on to the lease of a run that was begun elsewhere; returns nothing if this is not the
   * store that it was begun in.
   */
  static Optional<HeldLease> join(RunPlan plan, Refs refs) throws IOException {
    Leases.Lease lease = lease(plan);
    // A run that has ended it may be finished once more: its worker was lost before it could tell.
    boolean begun =
        refs.read(lease.name()).isPresent()
            || refs.read(RunTracer.KIND + "/" + plan.runId()).isPresent();
    return begun ? Optional.of(HeldLease.hold(refs, lease, VALIDITY)) : Optional.empty();
  }

  private static Leases.Lease lease(RunPlan plan) {
    return Leases.Lease.of("run-" + plan.runId(), "run " + plan.runId());
  }

  /** Leaves the lease to the workers. */
  void leave() throws IOException {
    try (store) {
      lease.leave();
    }
  }

  /** Ends it. */
  @Override
  public void close() throws IOException {
    try (store) {
      lease.close();
    }
  }
}
