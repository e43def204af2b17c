package io.catalytic.store;

import java.io.IOException;
import java.util.Locale;
import java.util.ServiceLoader;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Opens stores. */
public final class Stores {
  private static final Pattern WITH_SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://.*");

  private Stores() {}

  /**
   * Opens the store at a location; a place that is empty or not there becomes a new one.
   *
   * @param location a directory, or {@code scheme://…} for a kind that a {@link StoreProvider}
   *     brings
   * @throws IllegalArgumentException if there is no kind of that scheme; the message lists those
   *     there are
   * @throws StoreRefusedException if the place holds anything but a store, or a store of a newer
   *     version; the message names it
   * @throws IOException if it can't be used
   */
  public static ObjectStore open(String location) throws IOException {
    return provider(location).open(location);
  }

  /**
   * As {@link #open}, but never makes a store: for those who only want to read one.
   *
   * @throws StoreMissingException if there is none
   */
  public static ObjectStore openExisting(String location) throws IOException {
    return provider(location).openExisting(location);
  }

  /** Returns a new store in this process's memory, for tests and small uses. */
  public static ObjectStore inMemory() {
    return new MemoryStore();
  }

  private static StoreProvider provider(String location) {
    if (location.isBlank()) {
      throw new IllegalArgumentException("a store's location is a directory; got an empty one");
    }
    Matcher matcher = WITH_SCHEME.matcher(location);
    String scheme = matcher.matches() ? matcher.group(1).toLowerCase(Locale.ROOT) : "file";
    TreeSet<String> known = new TreeSet<>();
    for (StoreProvider provider : ServiceLoader.load(StoreProvider.class)) {
      if (provider.schemes().contains(scheme)) {
        return provider;
      }
      known.addAll(provider.schemes());
    }
    throw new IllegalArgumentException(
        location
            + ": there is no kind of store for "
            + scheme
            + "://; there are directories and "
            + String.join("://, ", known)
            + "://");
  }
}
