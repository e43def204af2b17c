package io.catalytic.store.remote;

import io.catalytic.store.ObjectStore;
import io.catalytic.store.StoreProvider;
import java.io.IOException;
import java.util.Set;

/**
 * Brings the stores on {@code s3://bucket/folder}, {@code gs://bucket/folder} and {@code
 * hdfs://host:port/folder}. Thread-safe.
 *
 * <p>Every command asks every provider for its schemes, so no library may be loaded with this
 * class; {@code RemoteStores} is loaded when a store is opened.
 */
public final class RemoteStoreProvider implements StoreProvider {

  /** Made by the service loader. */
  public RemoteStoreProvider() {}

  @Override
  public Set<String> schemes() {
    return RemoteLocation.SCHEMES;
  }

  @Override
  public ObjectStore open(String location) throws IOException {
    return RemoteStores.open(RemoteLocation.parse(location), true);
  }

  @Override
  public ObjectStore openExisting(String location) throws IOException {
    return RemoteStores.open(RemoteLocation.parse(location), false);
  }
}
