package io.catalytic.store;

import java.io.IOException;
import java.util.ServiceLoader;
import java.util.SortedSet;
import java.util.TreeSet;

/** Opens stores. */
public final class Stores {
  private Stores() {}

  /**
   * Opens the store at a location; a place that is empty or not there becomes a new one.
   *
   * @param location as {@link StoreLocation#parse} reads it
   * @throws IllegalArgumentException if there is no kind of that scheme; the message lists those
   *     there are
   * @throws StoreRefusedException if the place holds anything but a store, or a store of a newer
   *     version; the message names it
   * @throws IOException if it can't be used
   */
  public static ObjectStore open(String location) throws IOException {
    StoreLocation place = StoreLocation.parse(location);
    return provider(place).open(place.text());
  }

  /**
   * As {@link #open}, but never makes a store: for those who only want to read one.
   *
   * @throws StoreMissingException if there is none
   */
  public static ObjectStore openExisting(String location) throws IOException {
    StoreLocation place = StoreLocation.parse(location);
    return provider(place).openExisting(place.text());
  }

  /** Returns a new store in this process's memory, for tests and small uses. */
  public static ObjectStore inMemory() {
    return new MemoryStore();
  }

  /** Returns the schemes that there are kinds of stores for, in lower case. */
  static SortedSet<String> schemes() {
    TreeSet<String> schemes = new TreeSet<>();
    for (StoreProvider provider : ServiceLoader.load(StoreProvider.class)) {
      schemes.addAll(provider.schemes());
    }
    return schemes;
  }

  private static StoreProvider provider(StoreLocation location) {
    for (StoreProvider provider : ServiceLoader.load(StoreProvider.class)) {
      if (provider.schemes().contains(location.scheme())) {
        return provider;
      }
    }
    throw new IllegalStateException("a location has a scheme that is known; got " + location);
  }
}
