package io.catalytic.store.disk;

import static io.catalytic.store.StoreContract.bytes;
import static io.catalytic.store.StoreContract.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.io.BaseEncoding;
import io.catalytic.digest.Digest;
import io.catalytic.store.Compression;
import io.catalytic.store.pack.Pack;
import io.catalytic.store.pack.PackDamagedException;
import io.catalytic.store.pack.PackEntry;
import io.catalytic.store.pack.PackFormat;
import io.catalytic.store.pack.PackSummary;
import io.catalytic.store.pack.PackedBlob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** The pack format, and what becomes of a store whose packs were damaged. */
final class PackTest {

  /** One pack with the one blob {@code hello\n}; made by hand from docs/store-format.md. */
  private static final String HELLO =
      "894354500d0a1a0a000000012d6aa74368656c6c6f0a0000000000000001be035891b5b522d5df08"
          + "6d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be0300000010000000060000000600000000"
          + "a3b949ce0000000000000006000000011a9aeb11231778cdd2f068ea435450454e440d0a";

  private static final List<byte[]> BLOBS =
      List.of(bytes("hello\n"), new byte[0], random(1, 100), random(2, 37), bytes("the last"));
  private static final PackTrial TRIAL = new PackTrial(BLOBS, Compression.NONE);

  @Test
  void aPackIsWrittenAsTheFormatSays() throws IOException {
    Path directory = Files.createTempDirectory("pack");
    Path file = directory.resolve("hello.pack");
    new PackTrial(List.of(bytes("hello\n")), Compression.NONE).write(file);

    assertThat(BaseEncoding.base16().lowerCase().encode(Files.readAllBytes(file))).isEqualTo(HELLO);
    Pack pack = Pack.open(new PackOnDisk(file, new LocalDisk()));
    Digest hello = Digest.of(bytes("hello\n"));
    assertThat(pack.count()).isEqualTo(1);
    assertThat(pack.entries(0, 1)).containsExactly(new PackEntry(hello, 16, 6, PackEntry.PLAIN));
    PackTrial.delete(directory);
  }

  @Test
  void everyBlobOfALargePackIsFoundAndNoOther() throws IOException {
    Path directory = Files.createTempDirectory("pack");
    List<byte[]> blobs = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      blobs.add(bytes("blob " + i));
    }
    Path file = directory.resolve("p.pack");
    new PackTrial(blobs, Compression.NONE).write(file);
    Pack pack = Pack.open(new PackOnDisk(file, new LocalDisk()));
    for (byte[] blob : blobs) {
      Digest digest = Digest.of(blob);
      try (PackedBlob found =
          pack.find(digest.hash(), PackSummary.tag(digest.hash())).orElseThrow()) {
        assertThat(found.bytes()).isEqualTo(blob);
      }
    }
    for (int i = 0; i < 5_000; i++) {
      Digest digest = Digest.of(bytes("no blob " + i));
      assertThat(pack.find(digest.hash(), PackSummary.tag(digest.hash()))).isEmpty();
    }
    PackTrial.delete(directory);
  }

  @Test
  void whateverBitOfAPackIsFlippedOnlyTheBlobThatItIsOfIsLost() throws IOException {
    byte[] pack = TRIAL.pack();
    int data = BLOBS.stream().mapToInt(blob -> blob.length).sum();
    for (int at = 0; at < pack.length; at++) {
      byte[] damaged = pack.clone();
      damaged[at] ^= (byte) (1 << at % 8);
      Set<Digest> lost = TRIAL.survive(damaged);
      boolean entries = at >= pack.length - 32 - 52 * BLOBS.size() && at < pack.length - 32;
      boolean blobs = at >= 16 && at < 16 + data;
      assertThat(lost).as("byte %d", at).hasSize(entries || blobs ? 1 : 0);
    }
  }

  @Property(tries = 300)
  void aCutPackNeverGivesWrongData(@ForAll @IntRange(max = 600) int length) throws IOException {
    byte[] pack = TRIAL.pack();
    TRIAL.survive(Arrays.copyOf(pack, Math.min(length, pack.length)));
  }

  @Property(tries = 300)
  void aMangledPackNeverGivesWrongData(
      @ForAll @Size(min = 1, max = 12) List<@IntRange(max = 600) Integer> places,
      @ForAll byte value)
      throws IOException {
    byte[] pack = TRIAL.pack();
    for (int place : places) {
      pack[place % pack.length] = value;
    }
    TRIAL.survive(pack);
  }

  @Property(tries = 300)
  void bytesThatAreNoPackAreSaidToBeNone(@ForAll @Size(max = 400) byte[] bytes) throws IOException {
    Path directory = Files.createTempDirectory("pack");
    Path file = Files.write(directory.resolve("x.pack"), bytes);
    assertThatThrownBy(() -> Pack.open(new PackOnDisk(file, new LocalDisk())))
        .isInstanceOf(PackDamagedException.class)
        .hasMessageStartingWith(file + ": ");
    PackTrial.delete(directory);
  }

  @Property(tries = 300)
  void aTrailerThatLiesIsRefused(
      @ForAll long dataLength, @ForAll int count, @ForAll int crc, @ForAll @Size(200) byte[] bytes)
      throws IOException {
    byte[] header = PackFormat.header();
    System.arraycopy(header, 0, bytes, 0, header.length);
    byte[] trailer = new PackFormat.Trailer(dataLength, count, crc, crc).encode();
    System.arraycopy(trailer, 0, bytes, bytes.length - trailer.length, trailer.length);
    bytesThatAreNoPackAreSaidToBeNone(bytes);
  }
}
