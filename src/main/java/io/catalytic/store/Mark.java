package io.catalytic.store;

import io.catalytic.digest.Hash;
import java.io.IOException;

/** Takes the blobs that a {@link RefTracer} names; the same one may come twice. */
@FunctionalInterface
public interface Mark {

  /** Takes a blob without which the ref is broken. */
  void needs(Hash hash) throws IOException;

  /**
   * Takes a blob that the ref keeps if it is there, but that need not have been put at all: as what
   * a manifest lists of a directory whose contents were only hashed.
   */
  default void keeps(Hash hash) throws IOException {
    needs(hash);
  }
}
