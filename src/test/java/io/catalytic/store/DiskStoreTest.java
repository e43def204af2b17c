package io.catalytic.store;

import io.catalytic.digest.Hash;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

final class DiskStoreTest {

  @Nested
  final class Blobs extends StoreContract {
    private final Path directory;

    Blobs(@TempDir Path directory) {
      this.directory = directory;
    }

    @Override
    ObjectStore create() throws IOException {
      return Stores.open(directory.toString());
    }

    @Override
    ObjectStore reopen() throws IOException {
      return Stores.open(directory.toString());
    }

    @Override
    void spoil(Hash hash) throws IOException {
      DiskSpoiler.spoil(directory, hash);
    }
  }

  @Nested
  final class Names extends RefsContract {
    private final Path directory;

    Names(@TempDir Path directory) {
      this.directory = directory;
    }

    @Override
    ObjectStore create() throws IOException {
      return Stores.open(directory.toString());
    }
  }
}
