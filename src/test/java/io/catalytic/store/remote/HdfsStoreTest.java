package io.catalytic.store.remote;

import io.catalytic.digest.Hash;
import io.catalytic.store.ObjectStore;
import io.catalytic.store.RefsContract;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** What every store has to do, on a real HDFS. */
final class HdfsStoreTest {
  private final HdfsServer server = HdfsServer.use();
  private final RemoteLocation place = server.newPlace();
  @TempDir private Path temp;

  @Nested
  final class AsItComes extends OnHdfs {
    AsItComes() {
      super(BatchLimits.DEFAULT);
    }
  }

  @Nested
  final class InSmallPieces extends OnHdfs {
    InSmallPieces() {
      super(SMALL);
    }
  }

  @Nested
  final class RefsOnHdfs extends RefsContract {
    @Override
    public ObjectStore create() throws IOException {
      return HdfsServer.open(place, temp, BatchLimits.DEFAULT);
    }

    @Override
    public void change(String name, UnaryOperator<byte[]> change) throws IOException {
      RemoteStoreTest.changeRef(HdfsServer.objects(place), name, change);
    }
  }

  private abstract class OnHdfs extends ServerStoreContract {
    OnHdfs(BatchLimits limits) {
      super(limits);
    }

    @Override
    ObjectStore open(Path cache, BatchLimits limits) throws IOException {
      return HdfsServer.open(place, cache, limits);
    }

    @Override
    public void spoil(Hash hash) throws IOException {
      HdfsServer.spoil(place, hash);
    }
  }
}
