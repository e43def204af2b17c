package io.catalytic.store;

import io.catalytic.digest.Hash;
import java.io.IOException;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Nested;

final class MemoryStoreTest {

  @Nested
  final class Blobs extends StoreUpkeepContract {
    private final MemoryStore memory = new MemoryStore();

    @Override
    public ObjectStore create() {
      return memory;
    }

    @Override
    public ObjectStore reopen() {
      return new StoreWithRefs(memory, memory.refs());
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
}
