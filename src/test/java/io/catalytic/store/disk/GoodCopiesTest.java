package io.catalytic.store.disk;

import static io.catalytic.store.StoreContract.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catalytic.digest.Digest;
import io.catalytic.digest.Hash;
import io.catalytic.store.BlobCorruptException;
import io.catalytic.store.ChecksumLine;
import io.catalytic.store.FsckOptions;
import io.catalytic.store.GcOptions;
import io.catalytic.store.GcReport;
import io.catalytic.store.HashListTracer;
import io.catalytic.store.ObjectStore;
import io.catalytic.store.pack.ByteSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No copy is let go for another that is corrupt. */
final class GoodCopiesTest extends CleanedStore {
  private static final byte[] BLOB = bytes("a blob with two copies");
  private static final byte[] OTHER = bytes("another");
  private static final Hash HASH = Digest.of(BLOB).hash();
  private static final String FIRST = "0".repeat(32);
  private static final String SECOND = "f".repeat(32);

  /** No pack is small. */
  private static final DiskOptions OPTIONS = new DiskOptions(1 << 17, 16);

  GoodCopiesTest(@TempDir Path directory) {
    super(directory);
  }

  @BeforeEach
  void found() throws IOException {
    try (DiskStore store = open(OPTIONS)) {
      HashListTracer.keep(store, "1", List.of(Digest.of(BLOB), Digest.of(OTHER)));
    }
    Files.createDirectories(place.resolve("packs"));
    Files.write(pack(FIRST), new HandMadePack().add(BLOB).add(OTHER).bytes());
  }

  @Test
  void aPackOfCopiesIsNotLetGoWhereTheOtherPackIsCorrupt() throws IOException {
    Files.write(pack(SECOND), new HandMadePack().add(BLOB).bytes());
    spoil(pack(FIRST), BLOB);

    assertThat(clean(OPTIONS).corrupt()).isEqualTo(1);
    clean(OPTIONS);
    clean(OPTIONS);
    assertIsThere();
  }

  @Test
  void aPackIsNotLetGoWhereTheLooseCopyIsCorrupt() throws IOException {
    Path loose = new StoreLayout(place).loose(HASH);
    Files.createDirectories(loose.resolveSibling(""));
    Files.write(loose, BLOB);
    DiskSpoiler.flipBit(loose, 0);
    Files.write(pack(SECOND), new HandMadePack().add(bytes("one more")).bytes());
    try (DiskStore store = open(OPTIONS)) {
      HashListTracer.keep(store, "2", List.of(Digest.of(bytes("one more"))));
    }

    assertThat(clean(DiskOptions.DEFAULT).corrupt())
        .isEqualTo(1); // both are small, and put together
    assertThat(files("packs")).hasSize(1);
    clean(DiskOptions.DEFAULT);
    assertIsThere();
  }

  @Test
  void aPackThatWasSetAsideComesBackWhereTheOtherCopyIsCorruptByThen() throws IOException {
    Files.createDirectories(place.resolve("condemned/2026-11-22T00.00.00Z-00000001"));
    Files.write(
        place.resolve("condemned/2026-11-22T00.00.00Z-00000001/" + SECOND + ".pack"),
        new HandMadePack().add(BLOB).bytes());
    clean(OPTIONS); // seals it
    spoil(pack(FIRST), BLOB);

    GcReport report = clean(OPTIONS);
    assertThat(report.corrupt()).isEqualTo(1);
    assertThat(files("condemned")).isEmpty();
    assertIsThere();
  }

  @Test
  void anObjectThatWasSetAsideComesBackWhereTheOtherCopyIsCorruptByThen() throws IOException {
    Files.createDirectories(place.resolve("condemned/2026-11-22T00.00.00Z-00000001"));
    Files.write(place.resolve("condemned/2026-11-22T00.00.00Z-00000001/" + HASH.hex()), BLOB);
    clean(OPTIONS);
    spoil(pack(FIRST), BLOB);

    clean(OPTIONS);
    assertThat(files("condemned")).isEmpty();
    assertIsThere();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1_000})
  void aGoodCopyIsNeverReplacedByASpoiltOneOfAnotherSizeThatWasSetAside(int size)
      throws IOException {
    Path aside = place.resolve("condemned/2026-11-22T00.00.00Z-00000001/" + HASH.hex());
    Files.createDirectories(aside.resolveSibling(""));
    Files.write(aside, new byte[size]);
    Path loose = place.resolve("objects/" + HASH.hex().substring(0, 2));
    loose = loose.resolve(HASH.hex().substring(2, 4)).resolve(HASH.hex());
    Files.createDirectories(loose.resolveSibling(""));
    Files.write(loose, BLOB);
    Files.write(pack(FIRST), new HandMadePack().add(OTHER).bytes());
    clean(OPTIONS);

    GcReport report = clean(OPTIONS);
    assertThat(report.revived().blobs()).isZero();
    assertThat(report.corrupt()).isEqualTo(1);
    assertThat(loose).hasBinaryContent(BLOB);
    assertThat(files("condemned")).isEmpty();
    assertThat(files("quarantine")).hasSize(1);
    assertIsThere();
  }

  @Test
  void whatWasSetAsideIsDeletedWhereTheOtherCopyIsGood() throws IOException {
    Files.createDirectories(place.resolve("condemned/2026-11-22T00.00.00Z-00000001"));
    Files.write(place.resolve("condemned/2026-11-22T00.00.00Z-00000001/" + HASH.hex()), BLOB);
    Files.write(
        place.resolve("condemned/2026-11-22T00.00.00Z-00000001/" + SECOND + ".pack"),
        new HandMadePack().add(BLOB).bytes());
    clean(OPTIONS);
    GcReport report = clean(OPTIONS);
    assertThat(report.revived().blobs()).isZero();
    assertThat(files("condemned")).isEmpty();
    assertThat(files("objects")).isEmpty();
    assertThat(files("packs")).hasSize(1);
  }

  @Test
  void whatCanBeSavedOfADamagedPackIsSavedWhereTheOtherCopyIsCorrupt() throws IOException {
    Files.write(pack(SECOND), new HandMadePack().add(BLOB).bytes());
    DiskSpoiler.flipBit(pack(SECOND), 3); // its header
    spoil(pack(FIRST), BLOB);
    try (ObjectStore store = open(OPTIONS)) {
      store.find(Digest.of(bytes("none")).hash()); // meets the damaged pack
    }
    assertIsThere();
  }

  @Test
  void aCleaningSaysWhichDamagedPackItHasSetAside() throws IOException {
    byte[] whole = Files.readAllBytes(pack(FIRST));
    DiskSpoiler.replace(pack(FIRST), Arrays.copyOf(whole, whole.length - 3));
    assertThat(clean(OPTIONS).warnings())
        .singleElement()
        .asString()
        .startsWith(pack(FIRST) + ": ")
        .endsWith("; its good blobs are in another pack now, and it is in quarantine");
    assertThat(place.resolve("quarantine/" + FIRST + ".pack")).exists();
    assertThat(clean(OPTIONS).warnings()).isEmpty();
    assertIsThere();
  }

  @Test
  void aCopyThatGoesWhileItIsReadIsNotCountedAsCorrupt() throws IOException {
    int[] opened = {Integer.MIN_VALUE};
    Disk disk =
        new PassingDisk(new LocalDisk()) {
          @Override
          public ByteSource open(Path file) throws IOException {
            if (file.equals(pack(FIRST)) && ++opened[0] == 2) {
              Files.delete(file); // after the look where it is, before it is read
            }
            return super.open(file);
          }
        };
    try (DiskStore store = DiskStore.open(place, disk, OPTIONS)) {
      store.blobs().refresh();
      opened[0] = 0;
      GoodCopies copies = new GoodCopies(store.blobs(), true);
      Optional<Blobs.Place> found = copies.place(Digest.of(BLOB));
      assertThat(opened[0]).isGreaterThan(1);
      assertThat(copies.corrupt()).isZero();
      assertThat(found).isEmpty();
    }
  }

  @Test
  void aTombstoneOfABlobThatIsGoodAfterAllDoesNotMakeItGarbage() throws IOException {
    Files.delete(pack(FIRST));
    Files.write(pack(SECOND), new HandMadePack().add(BLOB).bytes());
    Files.createDirectories(place.resolve("quarantine"));
    Files.write(place.resolve("quarantine/" + HASH.hex() + "." + SECOND), bytes("read wrong"));
    try (DiskStore store = open(OPTIONS)) {
      HashListTracer.keepIfThere(store, "1", List.of(Digest.of(BLOB)));
      assertThat(store.find(HASH)).isEmpty();
    }
    clean(OPTIONS);
    clean(OPTIONS);
    assertIsThere();
  }

  @Test
  void aDryRunSetsNothingAside() throws IOException {
    Files.write(pack(SECOND), new HandMadePack().add(BLOB).bytes());
    Files.createDirectories(place.resolve("condemned/2026-11-22T00.00.00Z-00000001"));
    Files.write(place.resolve("condemned/2026-11-22T00.00.00Z-00000001/" + HASH.hex()), BLOB);
    String seal = "condemned/2026-11-22T00.00.00Z-00000001/sealed.json";
    Files.write(
        place.resolve(seal),
        ChecksumLine.append(
            seal,
            bytes("{\"schema_version\":\"1.0\",\"sealed_at\":1,\"writers\":[],\"leases\":[]}")));
    spoil(pack(FIRST), BLOB);
    Map<Path, Digest> before = everything();
    try (ObjectStore store = open(OPTIONS)) {
      store.gc(new GcOptions(Duration.ZERO, 0, true, clock));
    }
    assertThat(everything()).isEqualTo(before);
  }

  @Test
  void aDryRunSavesNothingOfADamagedPackAndSaysSo() throws IOException {
    DiskSpoiler.flipBit(pack(FIRST), 3); // its header
    Map<Path, Digest> before = everything();
    try (ObjectStore store = open(OPTIONS)) {
      assertThatThrownBy(() -> store.gc(new GcOptions(Duration.ZERO, 0, true, clock)))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith(pack(FIRST) + ": header: ")
          .hasMessageContaining("; a dry run changes nothing, so it can't go on: store fsck ");
    }
    assertThat(everything()).isEqualTo(before);
  }

  @Test
  void aReadGoesOnToAnotherGoodCopyAtOnce() throws IOException {
    Files.write(pack(SECOND), new HandMadePack().add(BLOB).bytes());
    spoil(pack(FIRST), BLOB);
    try (ObjectStore store = open(OPTIONS)) {
      assertThat(store.read(HASH, BLOB.length)).isEqualTo(BLOB);
      assertThat(store.stats().quarantined()).isEqualTo(1);
      spoil(pack(SECOND), BLOB);
      assertThatThrownBy(() -> store.read(HASH, BLOB.length))
          .isInstanceOf(BlobCorruptException.class);
    }
  }

  private Path pack(String id) {
    return place.resolve("packs/" + id + ".pack");
  }

  /** Changes one bit of a blob, wherever in a pack it lies as it is. */
  private static void spoil(Path pack, byte[] blob) throws IOException {
    String all = new String(Files.readAllBytes(pack), StandardCharsets.ISO_8859_1);
    String one = new String(blob, StandardCharsets.ISO_8859_1);
    DiskSpoiler.flipBit(pack, all.indexOf(one));
  }

  private void assertIsThere() throws IOException {
    try (ObjectStore store = open(OPTIONS)) {
      store.fsck(FsckOptions.CHECK, finding -> {}); // sets aside what is corrupt
      assertThat(store.find(HASH)).isPresent();
      assertThat(store.read(HASH, BLOB.length)).isEqualTo(BLOB);
    }
  }

  private GcReport clean(DiskOptions options) throws IOException {
    clock = Clock.offset(clock, Duration.ofMinutes(1));
    try (ObjectStore store = open(options)) {
      return store.gc(new GcOptions(Duration.ZERO, 0, false, clock));
    }
  }

  private DiskStore open(DiskOptions options) throws IOException {
    return DiskStore.open(place, new LocalDisk(), options);
  }

  private Map<Path, Digest> everything() throws IOException {
    Map<Path, Digest> contents = new TreeMap<>();
    for (Path file : files("")) {
      contents.put(file, Digest.of(Files.readAllBytes(file)));
    }
    return contents;
  }
}
