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

/** What every store has to do, on a real S3 server, and through Beam on a file system. */
final class RemoteStoreTest {

  @TempDir private Path temp;

  @Nested
  final class AsItComes extends OnS3 {
    AsItComes() {
      super(BatchLimits.DEFAULT);
    }
  }

  @Nested
  final class InSmallPieces extends OnS3 {
    InSmallPieces() {
      super(SMALL);
    }
  }

  @Nested
  final class WhereObjectsAreRenamed extends StoreUpkeepContract {
    @Override
    public ObjectStore create() throws IOException {
      return FolderRemote.open(temp.resolve("store"), ServerStoreContract.SMALL);
    }

    @Override
    public ObjectStore reopen() throws IOException {
      return FolderRemote.open(temp.resolve("store"), BatchLimits.DEFAULT);
    }

    @Override
    public void spoil(Hash hash) throws IOException {
      Path folder = temp.resolve("store");
      RemoteSpoiler.spoil(FolderRemote.objects(folder), folder, hash);
    }
  }

  @Nested
  final class RefsOnS3 extends RefsContract {
    private final RemoteLocation place = S3Server.newPlace();

    @Override
    public ObjectStore create() throws IOException {
      return S3Server.useWithoutFolder().open(place, temp, BatchLimits.DEFAULT);
    }

    @Override
    public void change(String name, UnaryOperator<byte[]> change) throws IOException {
      changeRef(S3Server.objects(place), name, change);
    }
  }

  @Nested
  final class RefsWhereObjectsAreRenamed extends RefsContract {
    @Override
    public ObjectStore create() throws IOException {
      return FolderRemote.open(temp.resolve("store"), BatchLimits.DEFAULT);
    }

    @Override
    public void change(String name, UnaryOperator<byte[]> change) throws IOException {
      changeRef(FolderRemote.objects(temp.resolve("store")), name, change);
    }
  }

  static void changeRef(RemoteObjects objects, String name, UnaryOperator<byte[]> change)
      throws IOException {
    byte[] stored = new RemoteRefs(objects, () -> {}).read(name).orElseThrow();
    String object = RemoteLayout.REFS + name.replace('/', ',');
    objects.remote().put(object, new Chunk(change.apply(stored)));
  }

  private abstract static class OnS3 extends ServerStoreContract {
    private final S3Server server = S3Server.use();
    private final RemoteLocation place = S3Server.newPlace();

    OnS3(BatchLimits limits) {
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
