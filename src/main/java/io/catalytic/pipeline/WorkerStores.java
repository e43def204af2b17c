package io.catalytic.pipeline;

import io.catalytic.store.ObjectStore;
import io.catalytic.store.Stores;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** The stores that a worker process has open: one for each location, shared by all its threads. */
final class WorkerStores {
  private static final Map<String, ObjectStore> OPEN = new HashMap<>();

  private WorkerStores() {}

  /** Closes all of them, which sweeps what they keep for themselves; for a process at its end. */
  static synchronized void closeAll() throws IOException {
    for (ObjectStore store : OPEN.values()) {
      store.close();
    }
    OPEN.clear();
  }

  /** Returns the store at a location; it stays open as long as the process lives. */
  static synchronized ObjectStore get(String location) throws IOException {
    ObjectStore store = OPEN.get(location);
    if (store == null) {
      store = Stores.open(location);
      OPEN.put(location, store);
    }
    return store;
  }
}
