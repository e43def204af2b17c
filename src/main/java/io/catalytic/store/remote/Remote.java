package io.catalytic.store.remote;

import io.catalytic.store.pack.ByteSource;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;

/**
 * The handful of operations that a store on an object store is made of; names are relative to it.
 *
 * <p>This is the seam at which tests count and fail them. An object appears whole or not at all,
 * and what {@link #put} has returned from, every later {@link #list}, {@link #size} and {@link
 * #open} sees. There is no creation that fails where a name is taken, and nothing is moved in one
 * step: so the store never gives two contents one name. Thread-safe, but for the sources.
 */
interface Remote {

  /**
   * An object that is there.
   *
   * @param name from the store's root
   * @param size bytes
   * @param modified when it was written, in ms since 1970; now, where the remote does not say
   */
  record Listed(String name, long size, long modified) {}

  /** Returns all objects whose names start so, sorted by name; none if there are none. */
  List<Listed> list(String prefix) throws IOException;

  /** Returns the names of a few objects in the store, or of none if it is empty. */
  List<String> some() throws IOException;

  /** Returns an object's size in bytes, or empty if it is not there. */
  OptionalLong size(String name) throws IOException;

  /**
   * Opens an object.
   *
   * @throws java.nio.file.NoSuchFileException if it is not there
   */
  ByteSource open(String name) throws IOException;

  /**
   * Writes an object, in place of any that has this name.
   *
   * @param content is read from its start to its end, and not closed
   */
  void put(String name, ByteSource content) throws IOException;

  /** Deletes an object; returns whether it was there. */
  boolean delete(String name) throws IOException;
}
