package io.catalytic.store.pack;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import com.github.luben.zstd.util.Native;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;

/**
 * A blob as one zstd frame (RFC 8878) that says how many bytes it holds and needs no dictionary.
 *
 * <p>Frames are decoded in one piece into an array of the size that the pack's entry gives: what a
 * frame says of itself is compared with that before anything is allocated, and never believed. So
 * no window that a damaged frame asks for can cost memory. Thread-safe.
 */
final class ZstdFrame {

  /** The largest blob that is compressed, in bytes, and so the most that decoding one allocates. */
  static final int MOST = 1 << 24;

  /** Zstd's own default. */
  private static final int LEVEL = 3;

  private static final int MAGIC = 0xFD2FB528;

  private ZstdFrame() {}

  /** Returns the frame of a blob, or empty if it would not be smaller than the blob. */
  static Optional<byte[]> encode(byte[] blob) throws IOException {
    if (blob.length > MOST) {
      return Optional.empty();
    }
    load();
    byte[] frame = new byte[(int) Zstd.compressBound(blob.length)];
    long length;
    try {
      length = Zstd.compressByteArray(frame, 0, frame.length, blob, 0, blob.length, LEVEL);
    } catch (ZstdException e) {
      throw new IOException("zstd cannot compress a blob: " + e.getMessage(), e);
    }
    return length < blob.length
        ? Optional.of(Arrays.copyOf(frame, (int) length))
        : Optional.empty();
  }

  /**
   * Returns the bytes that a frame holds, which may still be the wrong ones; none if it is not a
   * whole frame of exactly so many.
   *
   * @param size at least 1, at most {@link #MOST}
   */
  static byte[] decode(byte[] frame, int size) throws IOException {
    load();
    // Asked here, since the library would take the frames of zstd's drafts too.
    if (frame.length < Integer.BYTES
        || ByteBuffer.wrap(frame).order(ByteOrder.LITTLE_ENDIAN).getInt() != MAGIC
        || Zstd.getFrameContentSize(frame, 0, frame.length) != size) {
      return new byte[0];
    }
    byte[] blob = new byte[size];
    try {
      return Zstd.decompressByteArray(blob, 0, size, frame, 0, frame.length) == size
          ? blob
          : new byte[0];
    } catch (ZstdException e) {
      return new byte[0];
    }
  }

  private static void load() throws IOException {
    try {
      Native.load();
    } catch (LinkageError e) {
      throw new IOException(
          "the zstd library cannot be loaded, without which compressed blobs can be neither read nor"
              + " written: "
              + e.getMessage()
              + "; set the system property java.io.tmpdir to a directory that libraries may be"
              + " loaded from",
          e);
    }
  }
}
