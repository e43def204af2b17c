package io.catalytic.store;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Small named records of a store, such as {@code roots/<hex>}: the only mutable part of it, and
 * what keeps blobs alive when the store is cleaned.
 *
 * <p>A name is one or more parts of {@code [A-Za-z0-9._-]} joined by {@code /}, none of them {@code
 * .} or {@code ..}. A write is atomic and durable: a reader sees the old record or the new one,
 * also after a power cut. Thread-safe.
 */
public interface Refs {

  /** Returns the record of this name, or empty if there is none. */
  Optional<byte[]> read(String name) throws IOException;

  /** Writes the record of this name, in place of any before. */
  void write(String name, byte[] value) throws IOException;

  /** Removes the record of this name; returns whether there was one. */
  boolean delete(String name) throws IOException;

  /** Returns all names that lie under a name (as {@code roots} or {@code runs/7}), sorted. */
  List<String> list(String parent) throws IOException;
}
