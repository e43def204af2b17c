package io.catalytic.store.remote;

import io.catalytic.store.ObjectStore;
import io.catalytic.store.StoreUpkeepContract;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** What every store has to do, behind a cache on this machine. */
abstract class ServerStoreContract extends StoreUpkeepContract {

  /** Some large blobs get objects of their own, some batches several packs. */
  static final BatchLimits SMALL = new BatchLimits(10_000, 50_000);

  private final BatchLimits limits;
  @TempDir private Path cache;

  /** Of a store that is written within limits. */
  ServerStoreContract(BatchLimits limits) {
    this.limits = limits;
  }

  /** Opens the one store of a test. */
  abstract ObjectStore open(Path cache, BatchLimits limits) throws IOException;

  @Override
  public ObjectStore create() throws IOException {
    return open(cache, limits);
  }

  @Override
  public ObjectStore reopen() throws IOException {
    return open(cache, BatchLimits.DEFAULT);
  }
}
