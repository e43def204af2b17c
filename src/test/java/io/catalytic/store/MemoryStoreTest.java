package io.catalytic.store;

import io.catalytic.digest.Digest;
import io.catalytic.digest.Hash;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Nested;

final class MemoryStoreTest {

  @Nested
  final class Blobs extends StoreContract {
    private final MemoryStore memory = new MemoryStore();

    @Override
    public ObjectStore create() {
      return memory;
    }

    @Override
    public ObjectStore reopen() {
      return new Shared(memory);
    }

    @Override
    public void spoil(Hash hash) throws IOException {
      memory.bytes(hash)[0] ^= 1;
    }
  }

  @Nested
  final class Names extends RefsContract {
    private final MemoryStore memory = new MemoryStore();

    @Override
    public ObjectStore create() {
      return memory;
    }

    @Override
    public void change(String name, UnaryOperator<byte[]> change) throws IOException {
      Refs stored = memory.storedRefs();
      stored.write(name, change.apply(stored.read(name).orElseThrow()));
    }
  }

  /** The one store there is, whose closing ends nothing. */
  private record Shared(ObjectStore store) implements ObjectStore {
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
    public Refs refs() {
      return store.refs();
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
      // It stays open for the test.
    }
  }
}
