package io.catalytic.store;

import io.catalytic.digest.Digest;
import io.catalytic.digest.Hash;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** A store in this process's memory, for tests and small uses; it ends with it. Thread-safe. */
final class MemoryStore implements ObjectStore {
  private final Map<Hash, Kept> blobs = new ConcurrentHashMap<>();
  private final Set<Hash> setAside = ConcurrentHashMap.newKeySet();
  private final AtomicLong quarantined = new AtomicLong();
  private final MemoryRefs storedRefs = new MemoryRefs();
  private final Refs refs = new CheckedRefs(storedRefs);

  @Override
  public WriteBatch begin() {
    return new Batch();
  }

  @Override
  public Optional<Digest> find(Hash hash) {
    return Optional.ofNullable(blobs.get(hash)).map(kept -> new Digest(hash, kept.bytes.length));
  }

  @Override
  public InputStream open(Hash hash) throws IOException {
    Kept kept = kept(hash);
    return new VerifyingStream(
        new ByteArrayInputStream(kept.bytes), hash, actual -> corrupt(hash, kept, actual));
  }

  private Kept kept(Hash hash) throws BlobMissingException {
    Kept kept = blobs.get(hash);
    if (kept == null) {
      throw new BlobMissingException(hash);
    }
    return kept;
  }

  private BlobCorruptException corrupt(Hash hash, Kept kept, Digest actual) {
    if (blobs.remove(hash, kept)) {
      setAside.add(hash);
      quarantined.incrementAndGet();
    }
    return new BlobCorruptException(hash, "memory", "its bytes are those of " + actual);
  }

  /** Returns the very bytes that are kept, so that a test can spoil them. */
  byte[] bytes(Hash hash) throws BlobMissingException {
    return kept(hash).bytes;
  }

  @Override
  public Refs refs() {
    return refs;
  }

  /** Returns the refs as they are kept, so that a test can spoil them. */
  Refs storedRefs() {
    return storedRefs;
  }

  /**
   * Whatever a batch was given it keeps itself, so there is nobody who could rely on a blob here.
   */
  @Override
  public GcReport gc(GcOptions options) throws IOException {
    LiveSet live = new LiveSet();
    long traced = Reachability.ofAllKinds().mark(this, blobs::containsKey, live);
    long youngFrom = options.clock().instant().minus(options.grace()).toEpochMilli();
    long before = stats().bytes();
    GcReport.Amount deleted = GcReport.Amount.NONE;
    GcReport.Amount young = GcReport.Amount.NONE;
    for (Map.Entry<Hash, Kept> blob : List.copyOf(blobs.entrySet())) {
      long bytes = blob.getValue().bytes.length;
      if (live.contains(blob.getKey())) {
        continue;
      }
      if (blob.getValue().since > youngFrom) {
        young = young.plusOne(bytes);
        continue;
      }
      deleted = deleted.plusOne(bytes);
      if (!options.dryRun()) {
        blobs.remove(blob.getKey(), blob.getValue());
      }
    }
    return new GcReport(
        traced,
        GcReport.Amount.NONE,
        deleted,
        GcReport.Amount.NONE,
        young,
        GcReport.Amount.NONE,
        0,
        0,
        0,
        0,
        before,
        stats().bytes(),
        List.of(),
        List.of());
  }

  @Override
  public StoreStats stats() {
    long bytes = blobs.values().stream().mapToLong(kept -> kept.bytes.length).sum();
    StoreStats.Loose loose = new StoreStats.Loose(blobs.size(), bytes);
    return new StoreStats(blobs.size(), bytes, quarantined.get(), StoreStats.Packs.NONE, loose, 0);
  }

  @Override
  public FsckReport fsck(FsckOptions options, Consumer<Finding> findings) throws IOException {
    return new Fsck(this, new Scan(), options, findings).run();
  }

  /** Checks the bytes; of those that are bad it keeps the names only. */
  private final class Scan implements StoreScan {
    @Override
    public void check(FsckLog log) {
      blobs.forEach(
          (hash, kept) -> {
            Digest actual = Digest.of(kept.bytes);
            if (actual.hash().equals(hash)) {
              log.checked(kept.bytes.length);
            } else {
              String what = "its bytes are those of " + actual;
              corrupt(hash, kept, actual);
              log.found(
                  Finding.of(Finding.Kind.BLOB, "memory", hash, what, Finding.Done.SET_ASIDE));
            }
          });
    }

    @Override
    public void named(Lost lost, FsckLog log) throws IOException {
      for (Hash hash : setAside) {
        lost.add(hash, "memory");
      }
    }

    @Override
    public ContentSource aside() {
      return taker -> {};
    }
  }

  @Override
  public void close() {
    // What it holds is garbage with it.
  }

  /** Some bytes and when they came, in ms since 1970. By identity: two are never the same. */
  private static final class Kept {
    private final byte[] bytes;
    private final long since;

    Kept(byte[] bytes, long since) {
      this.bytes = bytes;
      this.since = since;
    }
  }

  private final class Batch implements WriteBatch {
    private final Map<Hash, byte[]> written = new HashMap<>();
    private boolean open = true;

    @Override
    public Digest put(InputStream bytes) throws IOException {
      return put(bytes.readAllBytes());
    }

    @Override
    public Digest put(byte[] bytes) {
      requireOpen();
      Digest digest = Digest.of(bytes);
      written.put(digest.hash(), bytes.clone());
      return digest;
    }

    @Override
    public void commit() {
      requireOpen();
      open = false;
      long now = System.currentTimeMillis();
      // In place of any before: a cleaning may be about to remove that one.
      written.forEach((hash, bytes) -> blobs.put(hash, new Kept(bytes, now)));
    }

    private void requireOpen() {
      if (!open) {
        throw new IllegalStateException("the batch was committed or closed; begin another");
      }
    }

    @Override
    public void close() {
      open = false;
      written.clear();
    }
  }
}
