package io.catalytic.store;

import io.catalytic.digest.Hash;
import java.io.IOException;

/** A blob's bytes do not match its name. It was set aside and now counts as missing. */
public final class BlobCorruptException extends IOException {
  private static final long serialVersionUID = 1;

  private final Hash hash;

  /**
   * Names the blob and what was found.
   *
   * @param where the file or object that held it
   * @param found what its bytes really are, in words
   */
  public BlobCorruptException(Hash hash, String where, String found) {
    super("blob " + hash + " is corrupt in " + where + ": " + found);
    this.hash = hash;
  }

  /** Returns the name that was asked for. */
  public Hash hash() {
    return hash;
  }
}
