package io.catalytic.store.disk;

import static io.catalytic.store.StoreContract.bytes;
import static io.catalytic.store.StoreContract.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.io.BaseEncoding;
import com.google.common.primitives.Bytes;
import com.sun.management.ThreadMXBean;
import io.catalytic.digest.Digest;
import io.catalytic.digest.Hash;
import io.catalytic.store.BlobCorruptException;
import io.catalytic.store.BlobMissingException;
import io.catalytic.store.Compression;
import io.catalytic.store.pack.Pack;
import io.catalytic.store.pack.PackEntry;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Blobs that are compressed in packs: what is written, and what damage to them does. */
final class CompressedPackTest {
  private static final byte[] PROSE = bytes("the window is a cache; ".repeat(9));
  private static final byte[] ZEROS = new byte[700];
  private static final byte[] CODE =
      bytes("f(int x) { return x; }\ng(int x) { return x; }\n".repeat(2));
  private static final byte[] NOISE = random(1, 37);
  private static final List<byte[]> BLOBS = List.of(PROSE, ZEROS, CODE, NOISE, new byte[0]);
  private static final PackTrial TRIAL = new PackTrial(BLOBS, Compression.ZSTD);

  /** A hundred times the letter a: made by hand from RFC 8878, one block of type RLE. */
  private static final byte[] FRAME = hex("28b52ffd" + "20" + "64" + "230300" + "61");

  private static final byte[] LETTERS = bytes("a".repeat(100));

  @Test
  void aFrameThatAnotherProgramWroteIsReadAsTheFormatSays() throws IOException {
    byte[] pack = new HandMadePack().add(hash(LETTERS), 100, PackEntry.ZSTD, FRAME).bytes();
    assertThat(new PackTrial(List.of(LETTERS), Compression.ZSTD).survive(pack)).isEmpty();
  }

  @Test
  void aBlobIsCompressedWhereThatMakesItSmaller() throws IOException {
    Path directory = Files.createTempDirectory("pack");
    Path file = directory.resolve("x.pack");
    TRIAL.write(file);
    Pack pack = Pack.open(new PackOnDisk(file, new LocalDisk()));
    for (PackEntry entry : pack.entries(0, pack.count())) {
      boolean small = entry.digest().equals(Digest.of(NOISE)) || entry.digest().size() == 0;
      assertThat(entry.encoding()).isEqualTo(small ? PackEntry.PLAIN : PackEntry.ZSTD);
      assertThat(entry.stored() < entry.digest().size()).isEqualTo(!small);
    }
    PackTrial.delete(directory);
  }

  @Test
  void whateverBitOfACompressedPackIsFlippedNothingWrongIsRead() throws IOException {
    byte[] pack = TRIAL.pack();
    int index = pack.length - 32 - PackEntry.BYTES * BLOBS.size();
    int summary = 4 * 2 + 2 * BLOBS.size();
    int without = 0;
    for (int at = 0; at < pack.length; at++) {
      byte[] damaged = pack.clone();
      damaged[at] ^= (byte) (1 << at % 8);
      Set<Digest> lost = TRIAL.survive(damaged);
      boolean entries = at >= index && at < pack.length - 32;
      boolean blobs = at >= 16 && at < index - summary;
      assertThat(lost.size())
          .as("byte %d", at)
          .isBetween(entries ? 1 : 0, entries || blobs ? 1 : 0);
      without += blobs && lost.isEmpty() ? 1 : 0;
    }
    // A few bits of a frame mean nothing: the blob is as good without them.
    assertThat(without).isLessThan(5);
  }

  @Property(tries = 300)
  void aCutPackNeverGivesWrongData(@ForAll @IntRange(max = 500) int length) throws IOException {
    byte[] pack = TRIAL.pack();
    TRIAL.survive(Arrays.copyOf(pack, Math.min(length, pack.length)));
  }

  @Property(tries = 300)
  void aMangledPackNeverGivesWrongData(
      @ForAll @Size(min = 1, max = 12) List<@IntRange(max = 500) Integer> places,
      @ForAll byte value)
      throws IOException {
    byte[] pack = TRIAL.pack();
    for (int place : places) {
      pack[place % pack.length] = value;
    }
    TRIAL.survive(pack);
  }

  @Property(tries = 500)
  void whateverStandsInPlaceOfAFrameTheBlobIsFoundToBeCorrupt(
      @ForAll @Size(max = 120) byte[] tail, @ForAll @IntRange(max = 9) int kept)
      throws IOException {
    byte[] frame = Bytes.concat(Arrays.copyOf(FRAME, kept), tail);
    assertCorrupt(1_000, frame);
  }

  @Test
  void aFrameThatHoldsMoreOrLessThanTheEntrySaysIsCorrupt() throws IOException {
    assertCorrupt(99, FRAME);
    assertCorrupt(101, FRAME);
    assertCorrupt(100, hex("28b52ffd" + "20" + "64" + "1b0300" + "61")); // 99 of the 100
    assertCorrupt(100, hex("28b52ffd" + "20" + "64" + "2b0300" + "61")); // 101
    assertCorrupt(100, Arrays.copyOf(FRAME, FRAME.length - 1));
    assertCorrupt(100, Bytes.concat(FRAME, FRAME));
    assertCorrupt(100, hex("28b52ffd" + "00" + "00" + "230300" + "61")); // tells no size
    assertCorrupt(100, hex("28b52ffd" + "21" + "07" + "64" + "230300" + "61")); // a dictionary's
    assertCorrupt(100, hex("502a4d1804000000" + "61616161")); // to be skipped
    assertCorrupt(100, hex("27b52ffd" + "00" + "58" + "c00064" + "61" + "c00000")); // of a draft
  }

  @Test
  void aFrameThatClaimsOrHoldsFarTooMuchCostsLittleMemory() throws IOException {
    byte[] header = hex("28b52ffd" + "e0" + "0000000000010000"); // says 2^40 bytes
    byte[] window =
        hex("28b52ffd" + "c0" + "ff" + "e803000000000000"); // 1,000, with one of 3.75 TiB
    List<byte[]> blocks =
        new ArrayList<>(List.of(hex("28b52ffd" + "a0" + "40420f00"))); // 1,000,000
    blocks.addAll(Collections.nCopies(8_000, hex("02001061"))); // each 128 KiB
    blocks.add(hex("03001061"));
    byte[] bomb = Bytes.concat(blocks.toArray(byte[][]::new));

    ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = thread.getCurrentThreadAllocatedBytes();
    assertCorrupt(1_000, header);
    assertCorrupt(1_000, window);
    assertCorrupt(1_000_000, bomb);
    assertCorrupt(1 << 24, header);
    assertThat(thread.getCurrentThreadAllocatedBytes() - before).isLessThan(30L << 20);
  }

  @Test
  void anEntryThatClaimsMoreThanMayBeCompressedIsDamage() throws IOException {
    Hash hash = hash(LETTERS);
    for (long size : new long[] {(1 << 24) + 1, 0xFFFF_FFFFL, FRAME.length, 0}) {
      byte[] pack = new HandMadePack().add(PROSE).add(hash, size, PackEntry.ZSTD, FRAME).bytes();
      withStore(
          pack,
          (store, place) -> {
            assertThatThrownBy(() -> store.open(hash)).isInstanceOf(BlobMissingException.class);
            assertThat(store.read(hash(PROSE), PROSE.length)).isEqualTo(PROSE);
            assertThat(place.resolve("quarantine/" + "0123".repeat(8) + ".pack")).exists();
          });
    }
  }

  @Test
  void whatIsKeptInQuarantineIsTheFrame() throws IOException {
    byte[] bad = FRAME.clone();
    bad[0] = 0;
    byte[] pack = new HandMadePack().add(hash(LETTERS), 100, PackEntry.ZSTD, bad).bytes();
    withStore(
        pack,
        (store, place) -> {
          assertThatThrownBy(() -> store.read(hash(LETTERS), 100))
              .isInstanceOf(BlobCorruptException.class)
              .hasMessage(
                  "blob "
                      + hash(LETTERS)
                      + " is corrupt in "
                      + place.resolve("packs/" + "0123".repeat(8) + ".pack")
                      + ": it is not the zstd frame that it was");
          assertThat(place.resolve("quarantine/" + hash(LETTERS) + "." + "0123".repeat(8)))
              .hasBinaryContent(bad);
        });
  }

  /** Checks that what an entry says to be a frame of {@link #LETTERS} is not believed. */
  private static void assertCorrupt(long size, byte[] frame) throws IOException {
    if (frame.length >= size) {
      return; // no entry
    }
    Hash hash = hash(LETTERS);
    byte[] pack = new HandMadePack().add(CODE).add(hash, size, PackEntry.ZSTD, frame).bytes();
    withStore(
        pack,
        (store, place) -> {
          assertThat(store.find(hash)).contains(new Digest(hash, size));
          assertThatThrownBy(() -> store.read(hash, size)).isInstanceOf(BlobCorruptException.class);
          assertThat(store.find(hash)).isEmpty();
          assertThat(place.resolve("quarantine/" + hash + "." + "0123".repeat(8)))
              .hasBinaryContent(frame);
          assertThat(store.read(hash(CODE), CODE.length)).isEqualTo(CODE);
        });
  }

  /** Something to do with a store that has a pack. */
  interface Trial {
    void run(DiskStore store, Path place) throws IOException;
  }

  /** Opens a new store with this pack in it, whose id is 0123 eight times. */
  static void withStore(byte[] pack, Trial trial) throws IOException {
    Path place = Files.createTempDirectory("store");
    try (DiskStore store =
        DiskStore.open(place, new RecordingDisk(new LocalDisk()), DiskOptions.DEFAULT)) {
      Files.createDirectory(place.resolve("packs"));
      Files.write(place.resolve("packs/" + "0123".repeat(8) + ".pack"), pack);
      trial.run(store, place);
    }
    PackTrial.delete(place);
  }

  private static Hash hash(byte[] blob) {
    return Digest.of(blob).hash();
  }

  private static byte[] hex(String digits) {
    return BaseEncoding.base16().lowerCase().decode(digits);
  }
}
