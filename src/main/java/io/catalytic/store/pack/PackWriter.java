package io.catalytic.store.pack;

import io.catalytic.digest.Digest;
import io.catalytic.store.Compression;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Writes one pack. For one thread. */
public final class PackWriter implements Closeable {
  private static final int BUFFER = 1 << 18;

  private final ByteSink out;
  private final Compression compression;
  private final byte[] buffer = new byte[BUFFER];
  private final List<PackEntry> entries = new ArrayList<>();
  private int buffered;
  private long position;

  /**
   * Begins a pack in a new file, which closes with this.
   *
   * @param compression of each blob that gets smaller by it
   */
  public PackWriter(ByteSink out, Compression compression) throws IOException {
    this.out = out;
    this.compression = compression;
    append(PackFormat.header());
  }

  /** Adds a blob that the pack does not have yet. */
  public void add(Digest digest, byte[] bytes) throws IOException {
    Optional<byte[]> frame =
        compression == Compression.ZSTD ? ZstdFrame.encode(bytes) : Optional.empty();
    byte[] stored = frame.orElse(bytes);
    int encoding = frame.isPresent() ? PackEntry.ZSTD : PackEntry.PLAIN;
    entries.add(new PackEntry(digest, position, stored.length, encoding));
    append(stored);
  }

  /** Returns the bytes of data so far, as they stand in the file. */
  public long dataLength() {
    return position - PackFormat.HEADER;
  }

  /** Returns the blobs so far. */
  public int count() {
    return entries.size();
  }

  /** Writes the index and makes all of the file durable. */
  public void finish() throws IOException {
    long dataLength = dataLength();
    entries.sort(Comparator.comparing(entry -> entry.digest().hash()));
    byte[] summary = PackSummary.encode(entries);
    byte[] index = new byte[PackEntry.BYTES * entries.size()];
    for (int i = 0; i < entries.size(); i++) {
      entries.get(i).encode(index, i * PackEntry.BYTES);
    }
    append(summary);
    append(index);
    append(
        new PackFormat.Trailer(
                dataLength,
                entries.size(),
                PackFormat.crc(summary, 0, summary.length),
                PackFormat.crc(index, 0, index.length))
            .encode());
    flush();
    out.force();
    out.close();
  }

  private void append(byte[] bytes) throws IOException {
    position += bytes.length;
    if (bytes.length > BUFFER - buffered) {
      flush();
    }
    if (bytes.length > BUFFER) {
      out.write(bytes, 0, bytes.length);
    } else {
      System.arraycopy(bytes, 0, buffer, buffered, bytes.length);
      buffered += bytes.length;
    }
  }

  private void flush() throws IOException {
    if (buffered > 0) {
      out.write(buffer, 0, buffered);
      buffered = 0;
    }
  }

  /** Closes the file, finished or not; it stays where it is. */
  @Override
  public void close() throws IOException {
    out.close();
  }
}
