package io.catalytic.context;

import io.catalytic.digest.Digest;
import io.catalytic.digest.Hash;
import io.catalytic.store.Finding;
import io.catalytic.store.FsckOptions;
import io.catalytic.store.FsckReport;
import io.catalytic.store.GcOptions;
import io.catalytic.store.GcReport;
import io.catalytic.store.ObjectStore;
import io.catalytic.store.Refs;
import io.catalytic.store.StoreStats;
import io.catalytic.store.WriteBatch;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A store that tells each step before it is done, so that something can be done in between. */
final class WatchedStore implements ObjectStore {
  private final ObjectStore store;
  private final Watcher watcher;

  WatchedStore(ObjectStore store, Watcher watcher) {
    this.store = store;
    this.watcher = watcher;
  }

  /** Is told of each step. */
  interface Watcher {
    void before(String step) throws IOException;
  }

  @Override
  public WriteBatch begin() throws IOException {
    watcher.before("begin");
    WriteBatch batch = store.begin();
    return new WriteBatch() {
      @Override
      public Digest put(InputStream bytes) throws IOException {
        return batch.put(bytes);
      }

      @Override
      public Digest put(byte[] bytes) throws IOException {
        return batch.put(bytes);
      }

      @Override
      public void commit() throws IOException {
        watcher.before("commit");
        batch.commit();
      }

      @Override
      public void close() throws IOException {
        watcher.before("close batch");
        batch.close();
      }
    };
  }

  @Override
  public Optional<Digest> find(Hash hash) throws IOException {
    return store.find(hash);
  }

  @Override
  public InputStream open(Hash hash) throws IOException {
    watcher.before("open");
    return store.open(hash);
  }

  @Override
  public Refs refs() {
    Refs refs = store.refs();
    return new Refs() {
      @Override
      public Optional<byte[]> read(String name) throws IOException {
        watcher.before("read " + name);
        return refs.read(name);
      }

      @Override
      public void write(String name, byte[] value) throws IOException {
        watcher.before("write " + name);
        refs.write(name, value);
      }

      @Override
      public boolean delete(String name) throws IOException {
        watcher.before("delete " + name);
        return refs.delete(name);
      }

      @Override
      public List<String> list(String parent) throws IOException {
        watcher.before("list " + parent);
        if (!parent.matches("contexts/[^/]+")) {
          return refs.list(parent);
        }
        // As on a disk, where a list is no instant: one directory is read after the other.
        List<String> names = new ArrayList<>(refs.list(parent + "/added"));
        watcher.before("list " + parent + "/released");
        names.addAll(refs.list(parent + "/released"));
        return names;
      }
    };
  }

  @Override
  public GcReport gc(GcOptions options) throws IOException {
    return store.gc(options);
  }

  @Override
  public FsckReport fsck(FsckOptions options, Consumer<Finding> findings) throws IOException {
    return store.fsck(options, findings);
  }

  @Override
  public StoreStats stats() throws IOException {
    return store.stats();
  }

  @Override
  public void close() throws IOException {
    store.close();
  }
}
