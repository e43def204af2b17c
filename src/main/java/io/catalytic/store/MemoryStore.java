package io.catalytic.store;

import io.catalytic.digest.Digest;
import io.catalytic.digest.Hash;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** A store in this process's memory, for tests and small uses; it ends with it. Thread-safe. */
final class MemoryStore implements ObjectStore {
  private final Map<Hash, byte[]> blobs = new ConcurrentHashMap<>();
  private final Set<Hash> setAside = ConcurrentHashMap.newKeySet();
  private final AtomicLong quarantined = new AtomicLong();
  private final Refs refs = new MemoryRefs();

  @Override
  public WriteBatch begin() {
    return new Batch();
  }

  @Override
  public Optional<Digest> find(Hash hash) {
    return Optional.ofNullable(blobs.get(hash)).map(bytes -> new Digest(hash, bytes.length));
  }

  @Override
  public InputStream open(Hash hash) throws IOException {
    byte[] bytes = blobs.get(hash);
    if (bytes == null) {
      throw new BlobMissingException(hash);
    }
    return new VerifyingStream(
        new ByteArrayInputStream(bytes), hash, actual -> corrupt(hash, bytes, actual));
  }

  private BlobCorruptException corrupt(Hash hash, byte[] bytes, Digest actual) {
    if (blobs.remove(hash, bytes)) {
      setAside.add(hash);
      quarantined.incrementAndGet();
    }
    return new BlobCorruptException(hash, "memory", "its bytes are those of " + actual);
  }

  /** Returns the very bytes that are kept, so that a test can spoil them. */
  byte[] kept(Hash hash) throws BlobMissingException {
    byte[] bytes = blobs.get(hash);
    if (bytes == null) {
      throw new BlobMissingException(hash);
    }
    return bytes;
  }

  @Override
  public Refs refs() {
    return refs;
  }

  @Override
  public StoreStats stats() {
    long bytes = blobs.values().stream().mapToLong(blob -> blob.length).sum();
    return new StoreStats(blobs.size(), bytes, quarantined.get());
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
          (hash, bytes) -> {
            Digest actual = Digest.of(bytes);
            if (actual.hash().equals(hash)) {
              log.checked(bytes.length);
            } else {
              String what = "its bytes are those of " + actual;
              corrupt(hash, bytes, actual);
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
      written.forEach(blobs::putIfAbsent);
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
