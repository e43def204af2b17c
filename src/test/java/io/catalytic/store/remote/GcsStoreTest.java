package io.catalytic.store.remote;

import io.catalytic.digest.Hash;
import io.catalytic.store.ObjectStore;
import io.catalytic.store.RefsContract;
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
      super(SMALL);
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

  private abstract class OnGcs extends ServerStoreContract {
    OnGcs(BatchLimits limits) {
      super(limits);
    }

    @Override
    ObjectStore open(Path cache, BatchLimits limits) throws IOException {
      return server.open(place, cache, limits);
    }

    @Override
    public void spoil(Hash hash) throws IOException {
      server.spoil(place, hash);
    }
  }
}
