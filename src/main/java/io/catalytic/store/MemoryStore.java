package io.catalytic.store;

import io.catalytic.digest.Digest;
import io.catalytic.digest.Hash;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** A store in this process's memory, for tests and small uses; it ends with it. Thread-safe. */
final class MemoryStore implements ObjectStore {
  private final Map<Hash, byte[]> blobs = new ConcurrentHashMap<>();
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
    StoreStats.Loose loose = new StoreStats.Loose(blobs.size(), bytes);
    return new StoreStats(blobs.size(), bytes, quarantined.get(), StoreStats.Packs.NONE, loose);
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
