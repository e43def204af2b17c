package io.catalytic.store.disk;

import static io.catalytic.store.StoreContract.bytes;
import static io.catalytic.store.StoreContract.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.catalytic.digest.Digest;
import io.catalytic.digest.Hash;
import io.catalytic.digest.Json;
import io.catalytic.schema.JsonSchema;
import io.catalytic.store.BlobMissingException;
import io.catalytic.store.ChecksumLine;
import io.catalytic.store.Finding;
import io.catalytic.store.Finding.Kind;
import io.catalytic.store.FsckOptions;
import io.catalytic.store.FsckReport.Status;
import io.catalytic.store.GcOptions;
import io.catalytic.store.GcReport;
import io.catalytic.store.HashListTracer;
import io.catalytic.store.Leases;
import io.catalytic.store.ObjectStore;
import io.catalytic.store.StoreRefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What lies in a store and should not, or is not what it was: it stops nobody. */
final class StrayFilesTest extends CleanedStore {
  private static final byte[] SMALL = bytes("small");
  private static final Hash ABCD = Hash.parse("abcd".repeat(16));
  private static final byte[] LARGE = random(1, 200_000);

  StrayFilesTest(@TempDir Path directory) {
    super(directory);
  }

  /** A store in which all blobs are garbage, and set aside. */
  @BeforeEach
  void condemn() throws IOException {
    try (ObjectStore store = open()) {
      put(store, SMALL);
      put(store, LARGE);
      new Leases(store.refs(), clock).acquire("somebody", Duration.ofHours(1));
      pass(Duration.ofMinutes(30));
      assertThat(clean(Duration.ZERO).condemned().blobs()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tmp/notes.txt",
        "tmp/1-1-aaaaaaaa",
        "tmp/other.lock",
        "tmp/kept/by/someone",
        "condemned/notes.txt",
        "condemned/kept/by/someone",
        "condemned/GENERATION/notes.txt",
        "condemned/GENERATION/kept/by/someone",
        "refs/no ref",
        "refs/test/no ref~",
        "refs/.nfs0001",
        "refs/contexts/.DS_Store",
      })
  void aStrayFileIsNamedAndLeftAloneAndNothingEndsForIt(String name) throws IOException {
    Path stray = place.resolve(name.replace("GENERATION", generation().getFileName().toString()));
    Files.createDirectories(stray.resolveSibling(""));
    Files.writeString(stray, "mine");

    List<Finding> findings = new ArrayList<>();
    try (ObjectStore store = open()) {
      assertThat(store.fsck(FsckOptions.CHECK, findings::add).status()).isEqualTo(Status.CLEAN);
      put(store, bytes("new"));
    }
    assertThat(findings).extracting(Finding::kind).containsExactly(Kind.STRAY);
    assertThat(stray.startsWith(place.resolve(findings.get(0).where()))).isTrue();

    pass(Duration.ofHours(2));
    GcReport report = clean(Duration.ofMinutes(1));
    assertThat(report.deleted().blobs()).isEqualTo(2);
    assertThat(report.warnings())
        .containsExactly(
            place + ": left alone what does not belong there: " + findings.get(0).where());
    assertThat(stray).hasContent("mine");
    pass(Duration.ofHours(2));
    clean(Duration.ofMinutes(1));
    pass(Duration.ofHours(2));
    assertThat(clean(Duration.ofMinutes(1)).warnings()).hasSize(1);
    assertThat(stray).hasContent("mine");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "objects/ab",
        "objects/ab/cd",
        "objects/ab/cd/abcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcd/inside",
        "packs/notes.pack",
        "packs/foo.pack/inside",
        "packs/abcdabcdabcdabcdabcdabcdabcdabcd.pack/inside"
      })
  void aStrayFileAmongTheBlobsIsNamedAndLeftAloneAndNothingEndsForIt(String name)
      throws IOException {
    Path stray = place.resolve(name);
    Files.createDirectories(stray.resolveSibling(""));
    Files.writeString(stray, "mine");

    List<Finding> findings = new ArrayList<>();
    try (ObjectStore store = open()) {
      assertThat(store.stats().blobs()).isZero();
      assertThat(store.stats().packs().count()).isZero();
      assertThat(store.fsck(FsckOptions.CHECK, findings::add).status()).isEqualTo(Status.CLEAN);
      assertThat(store.find(ABCD)).isEmpty();
      assertThatThrownBy(() -> store.read(ABCD, 9)).isInstanceOf(BlobMissingException.class);
      put(store, inAbCd());
      store.gc(new GcOptions(Duration.ZERO, 0, true, clock));
    }
    assertThat(findings).extracting(Finding::kind).containsExactly(Kind.STRAY);
    assertThat(stray.startsWith(place.resolve(findings.get(0).where()))).isTrue();

    pass(Duration.ofHours(2));
    GcReport report = clean(Duration.ofMinutes(1));
    assertThat(report.deleted().blobs()).isEqualTo(2);
    assertThat(report.packsBefore()).isEqualTo(1);
    assertThat(report.condemned().blobs()).isEqualTo(1); // what was put here
    assertThat(stray).hasContent("mine");
  }

  @Test
  void whatCannotBeLookedAtIsNeitherAStrayNorGone() throws IOException {
    Path generation = generation();
    pass(Duration.ofHours(2));
    for (Path path : List.of(generation, generation.resolve(Digest.of(LARGE).hash().hex()))) {
      Disk bad =
          new PassingDisk(new LocalDisk()) {
            @Override
            public FileKind kind(Path asked) throws IOException {
              if (asked.equals(path)) {
                throw new IOException("Input/output error");
              }
              return super.kind(asked);
            }
          };
      try (ObjectStore store = DiskStore.open(place, bad, DiskOptions.DEFAULT)) {
        assertThatThrownBy(() -> store.gc(new GcOptions(Duration.ZERO, 0, false, clock)))
            .isInstanceOf(IOException.class)
            .hasMessage(path + ": cannot read: Input/output error");
      }
    }
    assertThat(clean(Duration.ZERO).deleted().blobs()).isEqualTo(2);
  }

  /** Returns a small blob whose loose object would lie in {@code objects/ab/cd}. */
  private static byte[] inAbCd() {
    for (int i = 0; ; i++) {
      if (Digest.of(bytes("abcd" + i)).hash().hex().startsWith("abcd")) {
        return bytes("abcd" + i);
      }
    }
  }

  @Test
  void aLinkAmongTheRefsThatLeadsNowhereEndsACleaningByItsName() throws IOException {
    Path link = place.resolve("refs/test");
    Files.createSymbolicLink(link, place.resolveSibling("not mounted"));
    pass(Duration.ofHours(9));
    String what =
        link + ": is a link that leads nowhere; mount what it leads to, or delete the link";
    assertThatThrownBy(() -> clean(Duration.ZERO)).isInstanceOf(IOException.class).hasMessage(what);
    List<Finding> findings = new ArrayList<>();
    try (ObjectStore store = open()) {
      assertThat(store.fsck(FsckOptions.CHECK, findings::add).status())
          .isEqualTo(Status.UNREADABLE);
      assertThat(findings)
          .extracting(Finding::kind, Finding::what)
          .containsExactly(tuple(Kind.UNREADABLE, what));
      assertThat(store.refs().delete("test")).isTrue();
    }
    assertThat(clean(Duration.ZERO).deleted().blobs()).isEqualTo(2);
  }

  @Test
  void aLinkWithTheNameOfAWritersPlaceIsNotFollowed() throws IOException {
    Path others = Files.createDirectory(place.resolveSibling("others"));
    Path file = Files.writeString(others.resolve("1"), "mine");
    Files.createSymbolicLink(place.resolve("tmp/1-1-aaaaaaaa"), others);
    try (ObjectStore store = open()) {
      put(store, bytes("new"));
    }
    assertThat(file).hasContent("mine");
  }

  @Test
  void manyStraysAreOneSentence() throws IOException {
    for (int i = 0; i < 10; i++) {
      Files.writeString(place.resolve("tmp/stray" + i), "");
    }
    assertThat(clean(Duration.ZERO).warnings())
        .containsExactly(
            place
                + ": left alone what does not belong there: tmp/stray0, tmp/stray1, tmp/stray2 and"
                + " 7 more; store fsck names all of them");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "{}",
        "{'schema_version':'1.0','sealed_at':1,'writers':[]}",
        "{'schema_version':'1.0','sealed_at':1,'writers':[],'leases':'leases/1'}",
        "{'schema_version':'1.0','sealed_at':1,'writers':[1],'leases':[]}",
        "{'schema_version':'1.0','sealed_at':'1','writers':[],'leases':[]}",
        "{'schema_version':'1.0','sealed_at':1e30,'writers':[],'leases':[]}",
        "{'schema_version':'one','sealed_at':1,'writers':[],'leases':[]}",
        "{'sealed_at':1,'writers':[],'leases':[]}",
      })
  void nothingIsDeletedBesideADamagedSealAndTheCleaningGoesOn(String seal) throws IOException {
    Path file = generation().resolve("sealed.json");
    DiskSpoiler.replace(file, checked(seal.replace('\'', '"')));
    try (ObjectStore store = open()) {
      put(store, bytes("more garbage"));
    }
    pass(Duration.ofHours(9));

    GcReport report = clean(Duration.ZERO);

    assertThat(report.deleted().blobs()).isEqualTo(1); // what was set aside now
    assertThat(report.warnings())
        .singleElement()
        .asString()
        .startsWith(file + ": ")
        .endsWith(
            ", so nothing beside it is deleted; delete this file, and the next store gc seals what"
                + " lies there anew");
    List<Finding> findings = fsck();
    assertThat(findings)
        .extracting(Finding::kind, Finding::what)
        .containsExactly(tuple(Kind.CONDEMNED, report.warnings().get(0)));

    Files.delete(file);
    assertThat(clean(Duration.ZERO).deleted().blobs()).isZero(); // it is sealed, and told anew
    assertThat(clean(Duration.ZERO).deleted().blobs()).isEqualTo(2);
  }

  @Test
  void aSealInWhichAnyBitHasChangedIsDamaged() throws IOException {
    Path file = generation().resolve("sealed.json");
    byte[] seal = Files.readAllBytes(file);
    pass(Duration.ofHours(9));
    for (int i = 0; i < seal.length; i++) {
      byte[] bad = seal.clone();
      bad[i] ^= 1;
      DiskSpoiler.replace(file, bad);
      GcReport report = clean(Duration.ofMinutes(1));
      assertThat(report.deleted().blobs()).isZero();
      assertThat(report.warnings())
          .singleElement()
          .asString()
          .startsWith(
              file + ": its checksum is wrong, or missing, so nothing beside it is deleted");
    }
    DiskSpoiler.replace(file, seal);
    assertThat(clean(Duration.ofMinutes(1)).deleted().blobs()).isEqualTo(2);
  }

  @Test
  void aSealOfAnotherGenerationIsDamaged() throws IOException {
    byte[] seal = Files.readAllBytes(generation().resolve("sealed.json"));
    Path other = place.resolve("condemned/2026-11-22T00.00.00Z-00000001");
    Files.createDirectories(other);
    Files.write(other.resolve("sealed.json"), seal);
    assertThatThrownBy(() -> new Generation(other, new LocalDisk()).seal())
        .hasMessageContaining("its checksum is wrong");
  }

  @Test
  void aSealOfANewerVersionIsRefusedByItsVersion() throws IOException {
    Path file = generation().resolve("sealed.json");
    DiskSpoiler.replace(file, checked("{\"schema_version\":\"2.3\",\"sealed\":true}"));
    pass(Duration.ofHours(9));
    assertThatThrownBy(() -> clean(Duration.ZERO))
        .isInstanceOf(StoreRefusedException.class)
        .hasMessage(
            file + ": /schema_version: is 2.3, and this program reads 1.x; use a newer program");
    assertThat(generation()).isNotEmptyDirectory();
  }

  @Test
  void aSealIsAsItsSchemaSays() throws IOException {
    byte[] stored = Files.readAllBytes(generation().resolve("sealed.json"));
    byte[] seal = ChecksumLine.strip(sealName(), stored).orElseThrow();
    assertThat(JsonSchema.named("condemned-seal").check(Json.parse(seal))).isEmpty();
  }

  @Test
  void fsckReadsWhatIsSetAsideAndCallsNoneOfItDamage() throws IOException {
    assertThat(fsck()).isEmpty();
    Path loose = generation().resolve(Digest.of(LARGE).hash().hex());
    byte[] bad = Files.readAllBytes(loose);
    bad[77_777] ^= 1;
    DiskSpoiler.replace(loose, bad);
    Path pack = pack();
    byte[] packed = Files.readAllBytes(pack);
    packed[17] ^= 1;
    DiskSpoiler.replace(pack, packed);

    assertThat(fsck())
        .extracting(Finding::kind, found -> found.hash().orElseThrow())
        .containsExactly(
            tuple(Kind.CONDEMNED, Digest.of(LARGE).hash()),
            tuple(Kind.CONDEMNED, Digest.of(SMALL).hash()));
    assertThat(loose).hasBinaryContent(bad);

    packed[9] ^= 1;
    DiskSpoiler.replace(pack, packed);
    assertThat(fsck()).hasSize(2).last().extracting(Finding::what).asString().startsWith("header");
  }

  @Test
  void aCorruptCopyThatIsSetAsideIsNotBroughtBackForARefThatNeedsIt() throws IOException {
    for (Path file : List.of(generation().resolve(Digest.of(LARGE).hash().hex()), pack())) {
      byte[] bad = Files.readAllBytes(file);
      bad[17] ^= 1;
      DiskSpoiler.replace(file, bad);
    }
    try (ObjectStore store = open()) {
      HashListTracer.keep(store, "late", List.of(Digest.of(LARGE), Digest.of(SMALL)));
      List<Finding> findings = new ArrayList<>();
      assertThat(store.fsck(FsckOptions.CHECK, findings::add).status()).isEqualTo(Status.DAMAGED);
      assertThat(findings)
          .extracting(Finding::kind, found -> found.hash().orElseThrow())
          .contains(
              tuple(Kind.MISSING, Digest.of(LARGE).hash()),
              tuple(Kind.MISSING, Digest.of(SMALL).hash()));
    }
  }

  @Test
  void aGoodCopyIsBroughtBackThoughAnOlderOneIsCorrupt() throws IOException {
    Path older = generation().resolve(Digest.of(LARGE).hash().hex());
    try (ObjectStore store = open()) {
      put(store, LARGE);
    }
    pass(Duration.ofMinutes(2));
    clean(Duration.ofMinutes(1));
    byte[] bad = Files.readAllBytes(older);
    bad[17] ^= 1;
    DiskSpoiler.replace(older, bad);
    try (ObjectStore store = open()) {
      assertThat(store.read(Digest.of(LARGE).hash(), LARGE.length)).isEqualTo(LARGE);
    }
  }

  private byte[] checked(String seal) throws IOException {
    return ChecksumLine.append(sealName(), bytes(seal));
  }

  private String sealName() throws IOException {
    return "condemned/" + generation().getFileName() + "/sealed.json";
  }

  private List<Finding> fsck() throws IOException {
    List<Finding> findings = new ArrayList<>();
    try (ObjectStore store = open()) {
      assertThat(store.fsck(FsckOptions.CHECK, findings::add).status()).isEqualTo(Status.CLEAN);
    }
    return findings;
  }

  private Path generation() throws IOException {
    List<String> names = new LocalDisk().list(place.resolve("condemned"));
    return place.resolve("condemned").resolve(names.get(0));
  }

  private Path pack() throws IOException {
    Generation generation = new Generation(generation(), new LocalDisk());
    return generation.pack(generation.packs().get(0));
  }
}
