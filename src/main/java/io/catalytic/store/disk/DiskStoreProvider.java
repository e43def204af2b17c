package io.catalytic.store.disk;

import io.catalytic.store.ObjectStore;
import io.catalytic.store.StoreLocation;
import io.catalytic.store.StoreMissingException;
import io.catalytic.store.StoreProvider;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

/** Brings the store in a directory, named by its path or by a {@code file:} URI. Thread-safe. */
public final class DiskStoreProvider implements StoreProvider {

  /** Made by the service loader. */
  public DiskStoreProvider() {}

  @Override
  public Set<String> schemes() {
    return Set.of("file");
  }

  @Override
  public ObjectStore open(String location) throws IOException {
    return DiskStore.open(path(location), new LocalDisk(), DiskOptions.DEFAULT);
  }

  @Override
  public ObjectStore openExisting(String location) throws IOException {
    Path directory = path(location);
    if (!StoreFormat.isThere(new StoreLayout(directory), new LocalDisk())) {
      throw new StoreMissingException(location);
    }
    return DiskStore.open(directory, new LocalDisk(), DiskOptions.DEFAULT);
  }

  private static Path path(String location) {
    return StoreLocation.parse(location)
        .directory()
        .orElseThrow(() -> new IllegalArgumentException(location + ": is no directory"));
  }
}
