package io.catalytic.digest;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 over bytes given piece by piece; it counts them too. Not thread-safe. */
public final class Hasher {
  /** Cloned for each hasher: a trie makes millions, and looking the algorithm up is not free. */
  private static final MessageDigest FRESH = fresh();

  private final MessageDigest sha256;
  private long size;

  /** Starts with no bytes. */
  public Hasher() {
    try {
      sha256 = (MessageDigest) FRESH.clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("SHA-256 can be cloned on every Java platform", e);
    }
  }

  private static MessageDigest fresh() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Takes all bytes of an array. */
  public Hasher update(byte[] bytes) {
    return update(bytes, 0, bytes.length);
  }

  /** Takes some bytes of an array. */
  public Hasher update(byte[] bytes, int offset, int length) {
    sha256.update(bytes, offset, length);
    size += length;
    return this;
  }

  /** Takes one byte. */
  public Hasher update(byte value) {
    sha256.update(value);
    size++;
    return this;
  }

  /** Returns the digest of everything taken so far and starts again with no bytes. */
  public Digest finish() {
    Digest digest = new Digest(Hash.ofBytes(sha256.digest()), size);
    size = 0;
    return digest;
  }

  /** Returns the hash of some bytes. */
  public static Hash sha256(byte[] bytes) {
    return new Hasher().update(bytes).finish().hash();
  }
}
