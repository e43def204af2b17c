package io.catalytic.digest;

import java.io.Serializable;

/**
 * Names some bytes: their SHA-256 and how many there are.
 *
 * @param hash SHA-256 of the bytes
 * @param size their number, at least 0
 */
public record Digest(Hash hash, long size) implements Serializable {

  /** Refuses a negative size. */
  public Digest {
    if (size < 0) {
      throw new IllegalArgumentException("a digest's size is at least 0; got " + size);
    }
  }

  /** Returns the digest of these bytes. */
  public static Digest of(byte[] bytes) {
    return new Hasher().update(bytes).finish();
  }

  @Override
  public String toString() {
    return hash + "/" + size;
  }
}
