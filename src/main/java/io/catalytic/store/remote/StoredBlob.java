package io.catalytic.store.remote;

import io.catalytic.digest.Digest;
import io.catalytic.store.pack.ByteSource;
import io.catalytic.store.pack.PackedBlob;
import io.catalytic.store.pack.RegionStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;

/** A blob in a remote store, opened. For one thread. */
sealed interface StoredBlob extends Closeable {

  /** Returns the blob's digest. */
  Digest digest();

  /** Returns the id of the object that holds it. */
  String id();

  /** Returns the object's name from the store's root. */
  String name();

  /** Returns the object's whole name, for messages. */
  String place();

  /** Returns the bytes as they stand there, not verified; closing it closes this. */
  InputStream stream() throws IOException;

  /**
   * A blob in a pack.
   *
   * @param packed its place
   */
  record InPack(PackedBlob packed) implements StoredBlob {
    @Override
    public Digest digest() {
      return packed.entry().digest();
    }

    @Override
    public String id() {
      return packed.pack().file().id();
    }

    @Override
    public String name() {
      return RemoteLayout.pack(id());
    }

    @Override
    public String place() {
      return packed.pack().file().place();
    }

    @Override
    public InputStream stream() throws IOException {
      return packed.stream();
    }

    @Override
    public void close() throws IOException {
      packed.close();
    }
  }

  /**
   * A blob with an object of its own.
   *
   * @param blob the blob
   * @param place the object's whole name
   * @param in the open object
   */
  record Alone(SingleBlob blob, String place, ByteSource in) implements StoredBlob {
    @Override
    public Digest digest() {
      return blob.digest();
    }

    @Override
    public String id() {
      return blob.id();
    }

    @Override
    public String name() {
      return blob.name();
    }

    @Override
    public InputStream stream() {
      return new RegionStream(in, 0, digest().size());
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
