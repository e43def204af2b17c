package io.catalytic.domain;

import io.catalytic.digest.Digest;
import io.catalytic.digest.Hasher;
import java.io.IOException;
import java.io.InputStream;

/** Where the bytes of an entry go while it is read. */
@FunctionalInterface
public interface ContentSink {

  /**
   * Takes a stream to its end and returns what it held. May be called again for the same path, when
   * that changed while it was read.
   *
   * @param path the entry that is read
   * @param size how many bytes the file system promised
   */
  Digest take(RawPath path, InputStream bytes, long size) throws IOException;

  /** Returns a sink that hashes and keeps nothing. For one thread at a time. */
  static ContentSink hashing() {
    byte[] buffer = new byte[1 << 16];
    Hasher hasher = new Hasher();
    return (path, bytes, size) -> {
      int read = bytes.read(buffer);
      while (read >= 0) {
        hasher.update(buffer, 0, read);
        read = bytes.read(buffer);
      }
      return hasher.finish();
    };
  }
}
