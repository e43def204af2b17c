package io.catalytic.store;

import io.catalytic.digest.Digest;
import io.catalytic.digest.Hash;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the first thing that went wrong in a store, so that it is not taken for a fault of what
 * was being read. For one thread.
 */
final class WatchedStore implements ObjectStore {
  private final ObjectStore store;
  private @Nullable IOException failure;

  WatchedStore(ObjectStore store) {
    this.store = store;
  }

  private interface Action<T> {
    T run() throws IOException;
  }

  private <T> T watch(Action<T> action) throws IOException {
    try {
      return action.run();
    } catch (IOException e) {
      if (failure == null) {
        failure = e;
      }
      throw e;
    }
  }

  /** Returns what the store threw first, if anything. */
  Optional<IOException> failure() {
    return Optional.ofNullable(failure);
  }

  @Override
  public WriteBatch begin() throws IOException {
    return watch(store::begin);
  }

  @Override
  public Optional<Digest> find(Hash hash) throws IOException {
    return watch(() -> store.find(hash));
  }

  @Override
  public InputStream open(Hash hash) throws IOException {
    return new FilterInputStream(watch(() -> store.open(hash))) {
      @Override
      public int read() throws IOException {
        return watch(super::read);
      }

      @Override
      public int read(byte[] into, int offset, int length) throws IOException {
        return watch(() -> in.read(into, offset, length));
      }
    };
  }

  @Override
  public Refs refs() {
    return store.refs();
  }

  @Override
  public GcReport gc(GcOptions options) throws IOException {
    return store.gc(options);
  }

  @Override
  public StoreStats stats() throws IOException {
    return watch(store::stats);
  }

  @Override
  public FsckReport fsck(FsckOptions options, Consumer<Finding> findings) throws IOException {
    return watch(() -> store.fsck(options, findings));
  }

  @Override
  public void close() {
    // It is another's.
  }
}
