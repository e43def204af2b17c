package io.catalytic.store.remote;

import io.catalytic.digest.Digest;
import io.catalytic.digest.Hash;
import io.catalytic.store.BlobMissingException;
import io.catalytic.store.Finding;
import io.catalytic.store.Fsck;
import io.catalytic.store.FsckOptions;
import io.catalytic.store.FsckReport;
import io.catalytic.store.GcOptions;
import io.catalytic.store.GcReport;
import io.catalytic.store.ObjectStore;
import io.catalytic.store.Refs;
import io.catalytic.store.StoreSettings;
import io.catalytic.store.StoreStats;
import io.catalytic.store.VerifyingStream;
import io.catalytic.store.WriteBatch;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A store on an object store.
 *
 * <p>What is there is learned with the first question, not by opening. A lookup goes from cheap to
 * dear: the summaries in memory, the pieces on this machine, a request; and only for what is not
 * known a new listing. Thread-safe.
 */
final class RemoteStore implements ObjectStore {
  private final RemoteObjects objects;
  private final BatchLimits limits;
  private final StoreLease lease;
  private final RemotePacks packs;
  private final RemoteQuarantine quarantine;
  private final Refs refs;
  private volatile boolean closed;

  private RemoteStore(RemoteObjects objects, BatchLimits limits, StoreLease lease) {
    this.objects = objects;
    this.limits = limits;
    this.lease = lease;
    packs = new RemotePacks(objects);
    quarantine = new RemoteQuarantine(objects, packs);
    refs = new RemoteRefs(objects, lease::require); // they may name what the lease has to keep
  }

  /**
   * Opens the store at a location.
   *
   * @param make whether to make one where there is nothing
   */
  static RemoteStore open(RemoteObjects objects, BatchLimits limits, boolean make)
      throws IOException {
    return open(objects, limits, make, Clock.systemUTC());
  }

  /** As {@link #open(RemoteObjects, BatchLimits, boolean)}, by this clock. */
  static RemoteStore open(RemoteObjects objects, BatchLimits limits, boolean make, Clock clock)
      throws IOException {
    RemoteFormat.establish(objects, make);
    String holder = StoreLease.thisProcess();
    return on(
        objects,
        limits,
        new StoreLease(RemoteRefs.unguarded(objects), clock, holder, StoreLease.VALIDITY));
  }

  /** Returns a store that is known to be there, at work under this lease; it closes with it. */
  static RemoteStore on(RemoteObjects objects, BatchLimits limits, StoreLease lease) {
    return new RemoteStore(objects, limits, lease);
  }

  @Override
  public WriteBatch begin() throws IOException {
    if (closed) {
      throw new IllegalStateException("the store in " + objects.location() + " is closed");
    }
    lease.hold(); // first: from then on no cleaning deletes what the batch will find there already
    packs.refresh();
    return new RemoteBatch(objects, packs, limits.with(settings()), lease);
  }

  @Override
  public Optional<Digest> find(Hash hash) throws IOException {
    Optional<StoredBlob> found = packs.findFresh(hash);
    if (found.isEmpty()) {
      RemoteFormat.require(objects);
      return Optional.empty();
    }
    try (StoredBlob blob = found.get()) {
      return Optional.of(blob.digest());
    }
  }

  @Override
  public InputStream open(Hash hash) throws IOException {
    Optional<StoredBlob> found = packs.findFresh(hash);
    if (found.isEmpty()) {
      RemoteFormat.require(objects);
      throw new BlobMissingException(hash);
    }
    FollowingStream in = new FollowingStream(hash, found.get(), packs);
    return new VerifyingStream(in, hash, actual -> quarantine.setAside(hash, in.blob(), actual));
  }

  @Override
  public Refs refs() {
    return refs;
  }

  /** Returns what holds blobs, for the collector. */
  RemotePacks packs() {
    return packs;
  }

  /** Returns the quarantine, for the collector. */
  RemoteQuarantine quarantine() {
    return quarantine;
  }

  @Override
  public StoreSettings settings() throws IOException {
    return StoreSettings.read(refs).orElse(limits.settings());
  }

  @Override
  public GcReport gc(GcOptions options) throws IOException {
    RemoteFormat.require(objects);
    GcReport report = new RemoteCleaning(objects, limits, options).run();
    packs.refresh(); // what it deleted is not there for this store either
    return report;
  }

  @Override
  public FsckReport fsck(FsckOptions options, Consumer<Finding> findings) throws IOException {
    RemotePackRepair repair = new RemotePackRepair(objects, packs, this::begin);
    RemoteScan scan = new RemoteScan(objects, packs, quarantine, repair);
    return new Fsck(this, scan, options, findings).run();
  }

  @Override
  public StoreStats stats() throws IOException {
    RemoteFormat.require(objects);
    packs.refresh();
    packs.known().requireAll();
    return new RemoteCount(packs.known()).count(quarantine.count());
  }

  @Override
  public void close() {
    closed = true;
    lease.close();
    packs.close();
  }
}
