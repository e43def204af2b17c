package io.catalytic.store;

import io.catalytic.digest.Hash;
import java.io.IOException;

/** There is no such blob in the store. */
public final class BlobMissingException extends IOException {
  private static final long serialVersionUID = 1;

  private final Hash hash;

  /** Names the blob. */
  public BlobMissingException(Hash hash) {
    super("the store has no blob " + hash);
    this.hash = hash;
  }

  /** Returns the name that was asked for. */
  public Hash hash() {
    return hash;
  }
}
