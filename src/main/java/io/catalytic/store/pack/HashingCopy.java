package io.catalytic.store.pack;

import com.google.common.io.ByteStreams;
import io.catalytic.digest.Digest;
import io.catalytic.digest.Hasher;
import java.io.IOException;
import java.io.InputStream;

/** Writes and hashes a blob that is too large for memory, in one go. */
public final class HashingCopy {
  private static final int BUFFER = 1 << 16;

  private HashingCopy() {}

  /** Writes some bytes, and then a stream to its end; returns the digest of both together. */
  public static Digest copy(byte[] head, InputStream rest, ByteSink out) throws IOException {
    Hasher hasher = new Hasher().update(head);
    out.write(head, 0, head.length);
    byte[] buffer = new byte[BUFFER];
    // Filled, and not as it comes: some streams come in a line at a time.
    int read;
    do {
      read = ByteStreams.read(rest, buffer, 0, buffer.length);
      hasher.update(buffer, 0, read);
      out.write(buffer, 0, read);
    } while (read == buffer.length);
    return hasher.finish();
  }
}
