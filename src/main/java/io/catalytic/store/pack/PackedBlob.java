package io.catalytic.store.pack;

import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * One blob's place in an open pack. For one thread.
 *
 * <p>What is read here is not verified, and one way of being wrong is enough for whoever does that:
 * a blob that can't be decoded has no bytes, as if the file was cut.
 *
 * @param pack the pack
 * @param entry the blob's entry
 * @param in the open file, which closes with this
 */
public record PackedBlob(Pack pack, PackEntry entry, ByteSource in) implements Closeable {

  /**
   * Returns the blob's bytes, not verified; fewer if the file was cut, none if they can't be
   * decoded.
   *
   * @throws PackTooNewException if they are encoded in a way that this program does not know
   */
  public byte[] bytes() throws IOException {
    requireKnown();
    return entry.bytes(in);
  }

  /**
   * Returns the same bytes as {@link #bytes}; closing the stream closes the file. A blob that is
   * compressed is decoded here, into at most 16 MiB.
   *
   * @throws PackTooNewException if they are encoded in a way that this program does not know
   */
  public InputStream stream() throws IOException {
    requireKnown();
    if (entry.encoding() == PackEntry.PLAIN) {
      return new RegionStream(in, entry.offset(), entry.stored());
    }
    return new FilterInputStream(new ByteArrayInputStream(entry.bytes(in))) {
      @Override
      public void close() throws IOException {
        PackedBlob.this.close();
      }
    };
  }

  /** Returns the bytes that stand in the file, whatever they mean; fewer if it was cut. */
  public byte[] stored() throws IOException {
    return entry.stored(in);
  }

  private void requireKnown() throws PackTooNewException {
    if (!entry.isKnown()) {
      throw PackTooNewException.encoding(pack.file(), entry);
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
