package io.catalytic.store.remote;

import io.catalytic.store.ObjectStore;
import io.catalytic.store.StoreProvider;
import java.io.IOException;
import java.util.Set;

/**
 * Brings the store on an object store: {@code s3://bucket/folder}. Thread-safe.
 *
 * <p>Every command asks every provider for its schemes, so nothing of Beam may be loaded with this
 * class; {@code BeamStores} is loaded when a store is opened.
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
    return BeamStores.open(RemoteLocation.parse(location), true);
  }

  @Override
  public ObjectStore openExisting(String location) throws IOException {
    return BeamStores.open(RemoteLocation.parse(location), false);
  }
}
