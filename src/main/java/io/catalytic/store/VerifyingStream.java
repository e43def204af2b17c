package io.catalytic.store;

import io.catalytic.digest.Digest;
import io.catalytic.digest.Hash;
import io.catalytic.digest.Hasher;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Hashes what passes, and ends with an exception in place of the end of the stream if that was not
 * the blob. For one thread.
 */
public final class VerifyingStream extends InputStream {

  /** What to do about a blob that is not what its name says. */
  public interface Mismatch {

    /** Sets the blob aside, as well as that can be done, and returns what to throw. */
    BlobCorruptException found(Digest actual);
  }

  private final InputStream in;
  private final Hash expected;
  private final Mismatch mismatch;
  private final Hasher hasher = new Hasher();
  private boolean verified;
  private @Nullable BlobCorruptException corrupt;

  /** Wraps a stream, which closes with this. */
  public VerifyingStream(InputStream in, Hash expected, Mismatch mismatch) {
    this.in = in;
    this.expected = expected;
    this.mismatch = mismatch;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (length == 0) {
      return 0; // some streams say -1 to this at their end, though nobody asked for more
    }
    int read = in.read(into, offset, length);
    if (read > 0) {
      hasher.update(into, offset, read);
    } else if (read < 0) {
      verify();
    }
    return read;
  }

  private void verify() throws IOException {
    if (corrupt != null) {
      throw corrupt;
    }
    if (verified) {
      return;
    }
    Digest actual = hasher.finish();
    if (!actual.hash().equals(expected)) {
      corrupt = mismatch.found(actual);
      throw corrupt;
    }
    verified = true;
  }

  @Override
  public int available() throws IOException {
    return in.available();
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
