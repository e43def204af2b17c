package io.catalytic.store.disk;

import io.catalytic.digest.Digest;
import io.catalytic.digest.Hash;
import io.catalytic.store.pack.PackEntry;
import io.catalytic.store.pack.PackFormat;
import io.catalytic.store.pack.PackSummary;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A pack whose checksums are right, whatever else it says: what no writer of ours would write. */
final class HandMadePack {
  private final ByteArrayOutputStream data = new ByteArrayOutputStream();
  private final List<PackEntry> entries = new ArrayList<>();
  private int version = PackFormat.VERSION;

  /** Says that it is of another version. */
  HandMadePack version(int other) {
    version = other;
    return this;
  }

  /** Adds some bytes, and what is said of them. */
  HandMadePack add(Hash hash, long size, int encoding, byte[] stored) {
    long offset = (long) PackFormat.HEADER + data.size();
    entries.add(new PackEntry(new Digest(hash, size), offset, stored.length, encoding));
    data.writeBytes(stored);
    return this;
  }

  /** Adds a blob as it is. */
  HandMadePack add(byte[] blob) {
    return add(Digest.of(blob).hash(), blob.length, PackEntry.PLAIN, blob);
  }

  byte[] bytes() {
    entries.sort(Comparator.comparing(entry -> entry.digest().hash()));
    byte[] header = PackFormat.header();
    ByteBuffer.wrap(header).putInt(8, version).putInt(12, crcOfHeader(header, version));
    byte[] summary = PackSummary.encode(entries);
    byte[] index = new byte[PackEntry.BYTES * entries.size()];
    for (int i = 0; i < entries.size(); i++) {
      entries.get(i).encode(index, i * PackEntry.BYTES);
    }
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(header);
    file.writeBytes(data.toByteArray());
    file.writeBytes(summary);
    file.writeBytes(index);
    file.writeBytes(
        new PackFormat.Trailer(
                data.size(),
                entries.size(),
                PackFormat.crc(summary, 0, summary.length),
                PackFormat.crc(index, 0, index.length))
            .encode());
    return file.toByteArray();
  }

  private static int crcOfHeader(byte[] header, int version) {
    byte[] checked = ByteBuffer.allocate(12).put(header, 0, 8).putInt(version).array();
    return PackFormat.crc(checked, 0, checked.length);
  }
}
