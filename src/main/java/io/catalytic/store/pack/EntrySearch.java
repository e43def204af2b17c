package io.catalytic.store.pack;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Finds the entries of a pack by their own checksums alone, so that neither header, summary nor
 * trailer is needed, nor the file's right length.
 *
 * <p>Entries stand behind all data. So the search goes backwards from the end of the file, byte by
 * byte where there is none, and ends where the data of those found ends: what looks like an entry
 * in there is some blob's. Random bytes pass for an entry once in 2^56 places.
 */
public final class EntrySearch {
  private static final int WINDOW = 1 << 20;

  /** Where an entry has its stored length, and its encoding, which is far below 256. */
  private static final int STORED_AT = 36;

  private static final int ENCODING_AT = 44;

  private EntrySearch() {}

  /** Takes what is found. */
  public interface Visitor {

    /** Takes an entry with a right checksum, whose data lies before it. */
    void found(PackEntry entry) throws IOException;
  }

  /** Goes through the entries that can be found, the last in the file first. */
  public static void forEach(ByteSource in, Visitor visitor) throws IOException {
    byte[] window = {};
    long start = in.size();
    long dataEnd = PackFormat.HEADER;
    for (long at = start - PackEntry.BYTES; at >= dataEnd; ) {
      if (at < start) {
        start = Math.max(dataEnd, at + PackEntry.BYTES - WINDOW);
        int length = (int) (at + PackEntry.BYTES - start);
        window = new RegionStream(in, start, length).readNBytes(length);
      }
      int index = (int) (at - start);
      PackEntry entry = index + PackEntry.BYTES > window.length ? null : entry(window, index, at);
      if (entry == null) {
        at--;
      } else {
        visitor.found(entry);
        dataEnd = Math.max(dataEnd, entry.offset() + u32(window, index + STORED_AT));
        at -= PackEntry.BYTES;
      }
    }
  }

  private static @Nullable PackEntry entry(byte[] window, int index, long at) {
    // Cheaper than a checksum at every byte of a large file.
    boolean possible =
        window[index + ENCODING_AT] == 0
            && window[index + ENCODING_AT + 1] == 0
            && window[index + ENCODING_AT + 2] == 0;
    return possible ? PackEntry.decode(window, index, at) : null;
  }

  private static long u32(byte[] bytes, int at) {
    return Integer.toUnsignedLong(ByteBuffer.wrap(bytes).getInt(at));
  }
}
