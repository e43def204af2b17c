package io.catalytic.store.pack;

import io.catalytic.digest.Hash;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * A pack that can be read: its summary in memory, all else on disk.
 *
 * <p>Every read opens the file anew: no descriptor is kept, so a store may have thousands of packs,
 * and a thread that is interrupted in a read closes no one else's. Immutable, thread-safe.
 */
public final class Pack {
  private final PackFile file;
  private final PackFormat.Trailer trailer;
  private final PackSummary summary;

  private Pack(PackFile file, PackFormat.Trailer trailer, PackSummary summary) {
    this.file = file;
    this.trailer = trailer;
    this.summary = summary;
  }

  /**
   * Reads a pack's fixed parts and its summary.
   *
   * @throws PackDamagedException if any of them is not what it has to be
   * @throws PackTooNewException if it is of a version that this program does not know
   * @throws java.nio.file.NoSuchFileException if there is no such file
   */
  public static Pack open(PackFile file) throws IOException {
    try (ByteSource in = file.open()) {
      long size = in.size();
      if (size < PackFormat.HEADER + PackFormat.TRAILER) {
        throw new PackDamagedException(file, "size: too small for a pack: " + size);
      }
      requireVersion(file, read(file, in, 0, PackFormat.HEADER));
      PackFormat.Trailer trailer = trailer(file, in, size);
      byte[] bytes =
          read(file, in, trailer.summaryOffset(), (int) PackSummary.length(trailer.count()));
      if (PackFormat.crc(bytes, 0, bytes.length) != trailer.summaryCrc()) {
        throw new PackDamagedException(file, "summary: its checksum is wrong");
      }
      PackSummary summary = PackSummary.decode(bytes, trailer.count());
      if (summary == null) {
        throw new PackDamagedException(file, "summary: its fan-out does not count up to the blobs");
      }
      return new Pack(file, trailer, summary);
    }
  }

  private static void requireVersion(PackFile file, byte[] header) throws IOException {
    int version = ByteBuffer.wrap(header).getInt(PackFormat.VERSION_AT);
    if (version == 0 || !Arrays.equals(header, PackFormat.header(version))) {
      throw new PackDamagedException(file, "header: its checksum or its magic is wrong");
    }
    if (version != PackFormat.VERSION) {
      throw new PackTooNewException(
          file,
          "header: this pack is of version "
              + Integer.toUnsignedString(version)
              + ", and this program knows only "
              + PackFormat.VERSION);
    }
  }

  private static PackFormat.Trailer trailer(PackFile file, ByteSource in, long size)
      throws IOException {
    byte[] bytes = read(file, in, size - PackFormat.TRAILER, PackFormat.TRAILER);
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    PackFormat.Trailer trailer =
        new PackFormat.Trailer(buffer.getLong(), buffer.getInt(), buffer.getInt(), buffer.getInt());
    if (!Arrays.equals(bytes, trailer.encode())) {
      throw new PackDamagedException(file, "trailer: its checksum or its magic is wrong");
    }
    if (trailer.count() < 1
        || trailer.count() > PackFormat.MAX_COUNT
        || trailer.dataLength() < 0
        || trailer.dataLength() > PackFormat.MAX_DATA
        || trailer.fileSize() != size) {
      throw new PackDamagedException(
          file,
          "trailer: "
              + trailer.count()
              + " blobs with "
              + trailer.dataLength()
              + " bytes do not make a file of "
              + size);
    }
    return trailer;
  }

  /**
   * Reads so many bytes.
   *
   * @throws PackDamagedException if the file ends before
   */
  static byte[] read(PackFile file, ByteSource in, long position, int length) throws IOException {
    byte[] bytes = new byte[length];
    int done = 0;
    while (done < length) {
      int read = in.read(position + done, bytes, done, length - done);
      if (read < 0) {
        throw new PackDamagedException(file, "it ends at byte " + (position + done));
      }
      done += read;
    }
    return bytes;
  }

  /** Returns the file. */
  public PackFile file() {
    return file;
  }

  /** Returns the size of its file, in bytes. */
  public long size() {
    return trailer.fileSize();
  }

  /** Returns what stands at its end. */
  PackFormat.Trailer trailer() {
    return trailer;
  }

  /** Returns what is kept of it in memory. */
  PackSummary summary() {
    return summary;
  }

  /** Returns how many blobs it has. */
  public int count() {
    return trailer.count();
  }

  /**
   * Returns whether the pack may have a blob; where it does not, the answer is nearly always no.
   */
  public boolean mayHave(Hash hash, int tag) {
    return summary.candidate(hash, tag, 0) >= 0;
  }

  /**
   * Opens a blob, if the pack has it.
   *
   * @param tag {@link PackSummary#tag} of the hash
   * @throws PackDamagedException if an entry that may be the blob's is not what it has to be
   * @throws java.nio.file.NoSuchFileException if the pack is there no more
   */
  public Optional<PackedBlob> find(Hash hash, int tag) throws IOException {
    int at = summary.candidate(hash, tag, 0);
    if (at < 0) {
      return Optional.empty();
    }
    ByteSource in = file.open();
    try {
      for (; at >= 0; at = summary.candidate(hash, tag, at + 1)) {
        PackEntry entry = entries(in, at, 1)[0];
        if (entry.digest().hash().equals(hash)) {
          PackedBlob blob = new PackedBlob(this, entry, in);
          in = null;
          return Optional.of(blob);
        }
      }
      return Optional.empty();
    } finally {
      if (in != null) {
        in.close();
      }
    }
  }

  /**
   * Reads some entries, in the order of their hashes.
   *
   * @throws PackDamagedException if one of them is not what it has to be
   */
  public PackEntry[] entries(int from, int count) throws IOException {
    try (ByteSource in = file.open()) {
      return entries(in, from, count);
    }
  }

  private PackEntry[] entries(ByteSource in, int from, int count) throws IOException {
    long offset = trailer.entriesOffset() + (long) PackEntry.BYTES * from;
    byte[] bytes = read(file, in, offset, PackEntry.BYTES * count);
    PackEntry[] entries = new PackEntry[count];
    for (int i = 0; i < count; i++) {
      PackEntry entry = PackEntry.decode(bytes, i * PackEntry.BYTES, trailer.summaryOffset());
      if (entry == null) {
        throw new PackDamagedException(file, "entry " + (from + i) + ": it is damaged");
      }
      entries[i] = entry;
    }
    return entries;
  }
}
