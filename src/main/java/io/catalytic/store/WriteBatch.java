package io.catalytic.store;

import io.catalytic.digest.Digest;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;

/**
 * Blobs on their way into a store: {@code begin → put… → commit → close}.
 *
 * <p>After {@link #commit} returns, every blob of the batch can be read by anyone and survives a
 * power cut. Before it, none can. A batch that is closed without a commit leaves nothing behind.
 * For one thread at a time.
 */
public interface WriteBatch extends Closeable {

  /**
   * Takes a stream to its end, in bounded memory, and returns what it held. The caller closes the
   * stream.
   */
  Digest put(InputStream bytes) throws IOException;

  /** Takes some bytes. */
  Digest put(byte[] bytes) throws IOException;

  /**
   * Makes the whole batch durable and visible. A second commit is an error.
   *
   * <p>Where it fails, or is cut short by a crash, some of the blobs may be visible, each of them
   * whole; the same blobs can be put again in another batch.
   *
   * @throws IOException also if a blob that the store had when it was put has been set aside since
   */
  void commit() throws IOException;

  /** Discards what was not committed. */
  @Override
  void close() throws IOException;
}
