package io.catalytic.store.remote;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import com.google.common.util.concurrent.UncheckedExecutionException;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

/**
 * Pieces of remote objects that were read lately: a few in memory, more on the local disk.
 *
 * <p>Objects are read in pieces of {@link #SIZE} bytes from their start, for what lies in one pack
 * was put together and is mostly read together; so a thousand small blobs cost a few requests. An
 * object that holds blobs is never changed, so no piece is ever stale. Of several who want the same
 * piece at a time, one fetches it. Thread-safe.
 */
final class Segments {

  /** Bytes of a piece but an object's last. */
  static final int SIZE = 1 << 20;

  private static final long IN_MEMORY = 32L << 20;

  private final Cache<Key, byte[]> memory =
      CacheBuilder.newBuilder()
          .maximumWeight(IN_MEMORY)
          .weigher((Key key, byte[] bytes) -> bytes.length)
          .build();
  private final Optional<SegmentCache> disk;

  private record Key(String id, long index) {
    String file() {
      return id + "." + index;
    }
  }

  /** Fetches a piece that is nowhere here. */
  interface Loader {

    /** Returns all of its bytes. */
    byte[] load() throws IOException;
  }

  Segments(Optional<SegmentCache> disk) {
    this.disk = disk;
  }

  /**
   * Returns a piece of an object.
   *
   * @param id the object's, which no other has
   * @param index the piece's number, from 0
   * @param length bytes that it has
   */
  byte[] get(String id, long index, int length, Loader loader) throws IOException {
    Key key = new Key(id, index);
    try {
      return memory.get(key, () -> load(key, length, loader));
    } catch (ExecutionException | UncheckedExecutionException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  private byte[] load(Key key, int length, Loader loader) throws IOException {
    Optional<byte[]> kept = disk.flatMap(cache -> cache.get(key.file()));
    if (kept.isPresent() && kept.get().length == length) {
      return kept.get();
    }
    byte[] bytes = loader.load();
    disk.ifPresent(cache -> cache.put(key.file(), bytes));
    return bytes;
  }

  /** Forgets some pieces of an object. */
  void forget(String id, long from, long length) {
    for (long index = from / SIZE; index <= (from + length) / SIZE; index++) {
      Key key = new Key(id, index);
      memory.invalidate(key);
      disk.ifPresent(cache -> cache.remove(key.file()));
    }
  }

  /** Returns the index of a pack, if it is kept here. */
  Optional<byte[]> index(String id) {
    return disk.flatMap(cache -> cache.get(id + ".index"));
  }

  /** Keeps the index of a pack. */
  void keepIndex(String id, byte[] index) {
    disk.ifPresent(cache -> cache.put(id + ".index", index));
  }

  /** Forgets the index of a pack. */
  void forgetIndex(String id) {
    disk.ifPresent(cache -> cache.remove(id + ".index"));
  }
}
