package io.catalytic.store.remote;

import io.catalytic.digest.Hash;
import io.catalytic.store.ObjectStore;
import io.catalytic.store.RefsContract;
import io.catalytic.store.StoreUpkeepContract;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** What every store has to do, through Google's client and our stand-in for its servers. */
final class GcsStoreTest {
  private final GcsServer server = GcsServer.use();
  private final RemoteLocation place = GcsServer.newPlace();
  @TempDir private Path temp;

  @Nested
  final class AsItComes extends OnGcs {
    AsItComes() {
      super(BatchLimits.DEFAULT);
    }
  }

  @Nested
  final class InSmallPieces extends OnGcs {
    InSmallPieces() {
      super(new BatchLimits(10_000, 50_000));
    }
  }

  @Nested
  final class RefsOnGcs extends RefsContract {
    @Override
    public ObjectStore create() throws IOException {
      return server.open(place, temp, BatchLimits.DEFAULT);
    }

    @Override
    public void change(String name, UnaryOperator<byte[]> change) throws IOException {
      RemoteStoreTest.changeRef(server.objects(place), name, change);
    }
  }

  private abstract class OnGcs extends StoreUpkeepContract {
    private final BatchLimits limits;

    OnGcs(BatchLimits limits) {
      this.limits = limits;
    }

    @Override
    public ObjectStore create() throws IOException {
      return server.open(place, temp.resolve("cache"), limits);
    }

    @Override
    public ObjectStore reopen() throws IOException {
      return server.open(place, temp.resolve("cache"), BatchLimits.DEFAULT);
    }

    @Override
    public void spoil(Hash hash) throws IOException {
      server.spoil(place, hash);
    }
  }
}
