package io.catalytic.pipeline;

import io.catalytic.digest.Digest;
import java.io.Serializable;

/**
 * A sorted part of an output file, as a blob of records in the store.
 *
 * @param content the blob
 * @param lines how many lines it holds
 */
record PartRef(Digest content, long lines) implements Serializable {
  /** A part without lines: it makes sure that the file is written even if it has none. */
  static final PartRef EMPTY = new PartRef(Digest.of(new byte[0]), 0);
}
