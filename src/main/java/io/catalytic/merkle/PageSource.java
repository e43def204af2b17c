package io.catalytic.merkle;

import io.catalytic.digest.Hash;
import java.io.IOException;

/** Where the pages of tries are read. */
@FunctionalInterface
public interface PageSource {

  /**
   * Returns the bytes whose SHA-256 this is.
   *
   * @throws IOException if they are not there, can't be read, or are more than {@link
   *     PageFormat#MAX_BYTES}
   */
  byte[] read(Hash page) throws IOException;
}
