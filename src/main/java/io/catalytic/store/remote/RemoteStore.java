package io.catalytic.store.remote;

import io.catalytic.digest.Digest;
import io.catalytic.digest.Hash;
import io.catalytic.store.BlobMissingException;
import io.catalytic.store.Finding;
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
  private final RemotePacks packs;
  private final RemoteQuarantine quarantine;
  private final Refs refs;
  private volatile boolean closed;

  private RemoteStore(RemoteObjects objects, BatchLimits limits) {
    this.objects = objects;
    this.limits = limits;
    packs = new RemotePacks(objects);
    quarantine = new RemoteQuarantine(objects, packs);
    refs = new RemoteRefs(objects);
  }

  /**
   * Opens the store at a location.
   *
   * @param make whether to make one where there is nothing
   */
  static RemoteStore open(RemoteObjects objects, BatchLimits limits, boolean make)
      throws IOException {
    RemoteFormat.establish(objects, make);
    return new RemoteStore(objects, limits);
  }

  @Override
  public WriteBatch begin() throws IOException {
    if (closed) {
      throw new IllegalStateException("the store in " + objects.location() + " is closed");
    }
    packs.refresh();
    return new RemoteBatch(objects, packs, limits.with(settings()));
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
    StoredBlob blob = found.get();
    try {
      return new VerifyingStream(
          blob.stream(), hash, actual -> quarantine.setAside(hash, blob, actual));
    } catch (IOException e) {
      blob.close();
      throw e;
    }
  }

  @Override
  public Refs refs() {
    return refs;
  }

  @Override
  public StoreSettings settings() throws IOException {
    return StoreSettings.read(refs).orElse(limits.settings());
  }

  @Override
  public GcReport gc(GcOptions options) {
    throw new UnsupportedOperationException("not yet");
  }

  @Override
  public FsckReport fsck(FsckOptions options, Consumer<Finding> findings) {
    throw new UnsupportedOperationException("not yet");
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
    packs.close();
  }
}
