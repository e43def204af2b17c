package io.catalytic.store;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Small named records of a store, such as {@code roots/<hex>}: the only mutable part of it, and
 * what keeps blobs alive when the store is cleaned.
 *
 * <p>A name is one or more parts of {@code [A-Za-z0-9._-]} joined by {@code /}, none of them {@code
 * .} or {@code ..}, each of at most 255 characters; any other is an {@link
 * IllegalArgumentException}. No name lies under another: beside {@code runs/7} there can be no
 * {@code runs/7/log}, nor the reverse. A write is atomic and durable: a reader sees the old record
 * or the new one, also after a power cut. Thread-safe.
 */
public interface Refs {

  /** Returns the record of this name, or empty if there is none. */
  Optional<byte[]> read(String name) throws IOException;

  /**
   * Writes the record of this name, in place of any before.
   *
   * @throws IOException also if the name would lie under another's, or another's under it
   */
  void write(String name, byte[] value) throws IOException;

  /** Removes the record of this name; returns whether there was one. */
  boolean delete(String name) throws IOException;

  /**
   * Returns all names that lie under a name (as {@code roots} or {@code runs/7}), whole and sorted.
   *
   * @param parent the name, or the empty string for all refs there are
   */
  List<String> list(String parent) throws IOException;
}
