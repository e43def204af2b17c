package io.catalytic.store;

import java.io.IOException;
import java.util.Set;

/**
 * A kind of store that is opened by a location with a scheme, as {@code s3://bucket/folder}; found
 * through {@link java.util.ServiceLoader}. Thread-safe.
 */
public interface StoreProvider {

  /** Returns the schemes that it takes, in lower case and without {@code ://}. */
  Set<String> schemes();

  /**
   * Opens the store at a location.
   *
   * @param location the whole of it, as {@link StoreLocation#text}
   * @throws IOException if that can't be done; the message names the location and what to do
   */
  ObjectStore open(String location) throws IOException;

  /**
   * Opens the store at a location, and never makes one.
   *
   * @throws StoreMissingException if there is none
   */
  ObjectStore openExisting(String location) throws IOException;
}
