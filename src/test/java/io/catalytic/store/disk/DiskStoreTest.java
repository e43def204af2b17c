package io.catalytic.store.disk;

import io.catalytic.digest.Hash;
import io.catalytic.store.Compression;
import io.catalytic.store.ObjectStore;
import io.catalytic.store.RefsContract;
import io.catalytic.store.StoreSettings;
import io.catalytic.store.StoreUpkeepContract;
import io.catalytic.store.Stores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

final class DiskStoreTest {
  private static final DiskOptions ALL_LOOSE = new DiskOptions(0, 1);
  private static final DiskOptions ALL_PACKED = new DiskOptions(DiskOptions.MOST_PACKED, 1 << 20);
  private static final DiskOptions ALL_COMPRESSED =
      new DiskOptions(new StoreSettings(StoreSettings.MAX_PACK_BELOW, Compression.ZSTD), 1 << 20);
  private static final DiskOptions A_PACK_EACH = new DiskOptions(1 << 17, 1);

  @Nested
  final class AsItComes extends Contract {
    AsItComes(@TempDir Path directory) {
      super(directory, DiskOptions.DEFAULT);
    }
  }

  @Nested
  final class AllLoose extends Contract {
    AllLoose(@TempDir Path directory) {
      super(directory, ALL_LOOSE);
    }
  }

  @Nested
  final class AllPacked extends Contract {
    AllPacked(@TempDir Path directory) {
      super(directory, ALL_PACKED);
    }
  }

  @Nested
  final class AllCompressed extends Contract {
    AllCompressed(@TempDir Path directory) {
      super(directory, ALL_COMPRESSED);
    }
  }

  @Nested
  final class APackForEachBlob extends Contract {
    APackForEachBlob(@TempDir Path directory) {
      super(directory, A_PACK_EACH);
    }
  }

  @Nested
  final class Names extends RefsContract {
    private final Path directory;

    Names(@TempDir Path directory) {
      this.directory = directory;
    }

    @Override
    public ObjectStore create() throws IOException {
      return Stores.open(directory.toString());
    }

    @Override
    public void change(String name, UnaryOperator<byte[]> change) throws IOException {
      Path file = directory.resolve("refs/" + name);
      DiskSpoiler.replace(file, change.apply(Files.readAllBytes(file)));
    }
  }

  /** The contract on disk, with some options. */
  abstract static class Contract extends StoreUpkeepContract {
    private final Path directory;
    private final DiskOptions options;

    Contract(Path directory, DiskOptions options) {
      this.directory = directory;
      this.options = options;
    }

    @Override
    public ObjectStore create() throws IOException {
      return DiskStore.open(directory, new LocalDisk(), options);
    }

    @Override
    public ObjectStore reopen() throws IOException {
      return DiskStore.open(directory, new LocalDisk(), DiskOptions.DEFAULT);
    }

    @Override
    public void spoil(Hash hash) throws IOException {
      DiskSpoiler.spoil(directory, hash);
    }
  }
}
