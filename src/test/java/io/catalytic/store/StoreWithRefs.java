package io.catalytic.store;

import io.catalytic.digest.Digest;
import io.catalytic.digest.Hash;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A store with other refs than its own, for what follows refs; it closes with nobody.
 *
 * @param store has the blobs
 * @param refs the refs
 */
public record StoreWithRefs(ObjectStore store, Refs refs) implements ObjectStore {

  @Override
  public WriteBatch begin() throws IOException {
    return store.begin();
  }

  @Override
  public Optional<Digest> find(Hash hash) throws IOException {
    return store.find(hash);
  }

  @Override
  public InputStream open(Hash hash) throws IOException {
    return store.open(hash);
  }

  @Override
  public GcReport gc(GcOptions options) throws IOException {
    return store.gc(options);
  }

  @Override
  public StoreStats stats() throws IOException {
    return store.stats();
  }

  @Override
  public FsckReport fsck(FsckOptions options, Consumer<Finding> findings) throws IOException {
    return store.fsck(options, findings);
  }

  @Override
  public void close() {
    // It is another's.
  }
}
