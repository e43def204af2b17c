package io.catalytic.store.pack;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;

/**
 * One blob's place in an open pack. For one thread.
 *
 * @param pack the pack
 * @param entry the blob's entry
 * @param in the open file, which closes with this
 */
public record PackedBlob(Pack pack, PackEntry entry, ByteSource in) implements Closeable {

  /** Returns the blob's bytes as they stand there, not verified; fewer if the file was cut. */
  public byte[] bytes() throws IOException {
    return stream().readAllBytes();
  }

  /** Returns the blob's bytes as they stand there, not verified; closing it closes the file. */
  public InputStream stream() {
    return new RegionStream(in, entry.offset(), entry.digest().size());
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
