package io.catalytic.store;

import io.catalytic.digest.Digest;
import io.catalytic.digest.Hash;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Where blobs live, by digest. Thread-safe; several processes may use one store at a time.
 *
 * <p>A hash alone finds a blob; its size is what the store then tells.
 */
public interface ObjectStore extends Closeable {

  /** Starts a batch. Nothing of it can be read before it is committed. */
  WriteBatch begin() throws IOException;

  /**
   * Returns the digest of a committed blob, without reading its bytes, or empty if there is none.
   */
  Optional<Digest> find(Hash hash) throws IOException;

  /**
   * Opens a committed blob.
   *
   * <p>The bytes are checked while they are read: the read that would return the end of the stream
   * throws {@link BlobCorruptException} instead if they were not the blob's. Trust nothing of a
   * stream that was not read to its end.
   *
   * @throws BlobMissingException if there is no such blob
   */
  InputStream open(Hash hash) throws IOException;

  /**
   * Returns all bytes of a committed blob, verified. Where a copy is corrupt, and so was set aside,
   * the next one is read; of a stream this can't be, for its bytes were handed out.
   *
   * @param limit the most bytes that the caller is ready to hold
   * @throws BlobMissingException if there is no such blob
   * @throws BlobCorruptException if its bytes do not match its name, in no copy
   * @throws IOException if it is larger than the limit
   */
  default byte[] read(Hash hash, long limit) throws IOException {
    int most = 10; // and not for ever, where what is corrupt can't be set aside
    for (int copy = 1; ; copy++) {
      try {
        return readCopy(hash, limit);
      } catch (BlobCorruptException e) {
        if (copy == most || find(hash).isEmpty()) {
          throw e;
        }
      }
    }
  }

  private byte[] readCopy(Hash hash, long limit) throws IOException {
    Digest digest = find(hash).orElseThrow(() -> new BlobMissingException(hash));
    if (digest.size() > limit) {
      throw new IOException(
          "blob " + hash + " has " + digest.size() + " bytes, more than the limit of " + limit);
    }
    try (InputStream in = open(hash)) {
      return in.readAllBytes();
    }
  }

  /** Returns the store's small named records. */
  Refs refs();

  /**
   * Removes what no ref keeps alive, in two passes: what nothing names is set aside, and what was
   * set aside, and still is named by nothing, is deleted by a later call.
   *
   * <p>Safe beside readers and writers, in this process and others. What {@link WriteBatch#put} was
   * given stays as long as the store that it was put through is open, or a {@link Leases.Lease}
   * lives that was acquired before; by then a ref should name it. That {@link #find} found a blob
   * promises nothing: only a put does.
   *
   * @throws IOException if another cleaning goes on, or a ref can't be traced; nothing was deleted
   *     then that is needed
   */
  GcReport gc(GcOptions options) throws IOException;

  /**
   * Returns how the store keeps what it is given from now on.
   *
   * @throws IOException also if what the store says of that is of a newer version, or damaged
   */
  default StoreSettings settings() throws IOException {
    return StoreSettings.read(refs()).orElse(StoreSettings.DEFAULT);
  }

  /**
   * Changes how the store keeps what it is given: durably, for every writer, from its next batch
   * on. What is in the store stays as it is.
   */
  default void configure(StoreSettings settings) throws IOException {
    settings.write(refs());
  }

  /** Counts what is committed. Reads names and sizes only, no contents. */
  StoreStats stats() throws IOException;

  /**
   * Checks everything: reads all that is stored, and follows every ref to the blobs that it needs.
   *
   * <p>As every read does, it sets corrupt ones aside. It deletes nothing, and disturbs no one who
   * writes meanwhile. With {@link FsckOptions#repair} it also puts missing blobs back.
   *
   * @param findings takes each finding as it is made; there may be more than fit into memory
   * @throws IOException if the check itself can't go on; what of the store can't be read is a
   *     finding
   */
  FsckReport fsck(FsckOptions options, Consumer<Finding> findings) throws IOException;
}
