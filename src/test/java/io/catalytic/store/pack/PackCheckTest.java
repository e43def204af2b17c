package io.catalytic.store.pack;

import static io.catalytic.store.StoreContract.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catalytic.digest.Digest;
import io.catalytic.store.Compression;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Packs whose records have right checksums each and do not agree, and entries without a pack. */
final class PackCheckTest {
  private static final int COUNT = 40;

  /** What a writer might get wrong. */
  enum Lie {
    NONE(""),
    TAG("summary: it does not say where entry 3 is"),
    FAN_OUT("summary: it does not say where entry "),
    ORDER("entry 4: not in the order of the hashes"),
    COMMON_CHECKSUM("entries: their common checksum is wrong"),
    GAP("data: the blobs end at byte "),
    OVERLAP("data: a blob starts at byte ");

    private final String message;

    Lie(String message) {
      this.message = message;
    }
  }

  @ParameterizedTest
  @EnumSource
  void recordsThatDoNotAgreeAreDamage(Lie lie) throws IOException {
    Pack pack = Pack.open(new InMemory(pack(lie)));
    if (lie == Lie.NONE) {
      PackCheck.check(pack);
    } else {
      assertThatThrownBy(() -> PackCheck.check(pack))
          .isInstanceOf(PackDamagedException.class)
          .hasMessageStartingWith("in memory: " + lie.message);
    }
  }

  @Test
  void entriesAreFoundWhereverTheyStand() throws IOException {
    byte[] pack = pack(Lie.NONE);
    for (int cut : new int[] {0, 1, 31, 32, 33}) {
      assertThat(found(Arrays.copyOf(pack, pack.length - cut)))
          .hasSize(cut > 32 ? COUNT - 1 : COUNT);
    }
    for (int more : new int[] {1, 51, 52, 5_000, 3 << 20}) {
      assertThat(found(Arrays.copyOf(pack, pack.length + more))).hasSize(COUNT);
    }
  }

  @Test
  void aPackInsideABlobIsNotTakenForThePackItself() throws IOException {
    byte[] inner = pack(Lie.NONE);
    Digest digest = Digest.of(inner);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (PackWriter writer = new PackWriter(new IntoMemory(file), Compression.NONE)) {
      writer.add(Digest.of(bytes("first")), bytes("first"));
      writer.add(digest, inner);
      writer.finish();
    }
    assertThat(found(file.toByteArray()))
        .extracting(PackEntry::digest)
        .containsExactlyInAnyOrder(Digest.of(bytes("first")), digest);
  }

  private static List<PackEntry> found(byte[] file) throws IOException {
    List<PackEntry> found = new ArrayList<>();
    EntrySearch.forEach(new InMemory(file).open(), found::add);
    return found;
  }

  /** Returns a pack whose parts all have right checksums. */
  private static byte[] pack(Lie lie) {
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    List<PackEntry> entries = new ArrayList<>();
    for (int i = 0; i < COUNT; i++) {
      byte[] blob = bytes("blob " + i);
      int overlap = lie == Lie.OVERLAP && i == 7 ? 1 : 0;
      entries.add(
          new PackEntry(
              Digest.of(blob),
              PackFormat.HEADER + data.size() - overlap,
              blob.length,
              PackEntry.PLAIN));
      data.writeBytes(blob);
    }
    if (lie == Lie.GAP) {
      data.write(0);
    }
    entries.sort(Comparator.comparing(entry -> entry.digest().hash()));
    byte[] summary = PackSummary.encode(entries);
    if (lie == Lie.TAG) {
      summary[summary.length - 2 * COUNT + 2 * 3] ^= 1;
    } else if (lie == Lie.FAN_OUT) {
      ByteBuffer fanOut = ByteBuffer.wrap(summary);
      fanOut.putInt(4, fanOut.getInt(4) + 1);
    } else if (lie == Lie.ORDER) {
      entries.set(4, entries.get(2));
    }
    byte[] index = new byte[PackEntry.BYTES * COUNT];
    for (int i = 0; i < COUNT; i++) {
      entries.get(i).encode(index, i * PackEntry.BYTES);
    }
    int crc = PackFormat.crc(index, 0, index.length) ^ (lie == Lie.COMMON_CHECKSUM ? 1 : 0);
    ByteArrayOutputStream pack = new ByteArrayOutputStream();
    pack.writeBytes(PackFormat.header());
    pack.writeBytes(data.toByteArray());
    pack.writeBytes(summary);
    pack.writeBytes(index);
    pack.writeBytes(
        new PackFormat.Trailer(data.size(), COUNT, PackFormat.crc(summary, 0, summary.length), crc)
            .encode());
    return pack.toByteArray();
  }

  /** A pack's file in memory. */
  private record InMemory(ByteBuffer bytes) implements PackFile {
    InMemory(byte[] bytes) {
      this(ByteBuffer.wrap(bytes));
    }

    @Override
    public String id() {
      return "0123";
    }

    @Override
    public String place() {
      return "in memory";
    }

    @Override
    public ByteSource open() {
      return new ByteSource() {
        @Override
        public long size() {
          return bytes.capacity();
        }

        @Override
        public int read(long position, byte[] into, int offset, int length) {
          if (position >= bytes.capacity()) {
            return -1;
          }
          int read = (int) Math.min(length, bytes.capacity() - position);
          bytes.get((int) position, into, offset, read);
          return read;
        }

        @Override
        public void close() {
          // There is nothing to close.
        }
      };
    }
  }

  /** Takes a pack's file into memory. */
  private record IntoMemory(ByteArrayOutputStream bytes) implements ByteSink {
    @Override
    public void write(byte[] from, int offset, int length) {
      bytes.write(from, offset, length);
    }

    @Override
    public void force() {
      // It is as safe as it gets.
    }

    @Override
    public void close() {
      // There is nothing to close.
    }
  }
}
