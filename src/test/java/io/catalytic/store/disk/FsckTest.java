package io.catalytic.store.disk;

import static io.catalytic.store.StoreContract.bytes;
import static io.catalytic.store.StoreContract.random;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.catalytic.digest.Digest;
import io.catalytic.digest.Hash;
import io.catalytic.store.Finding;
import io.catalytic.store.Finding.Done;
import io.catalytic.store.Finding.Kind;
import io.catalytic.store.FsckOptions;
import io.catalytic.store.FsckReport;
import io.catalytic.store.FsckReport.Status;
import io.catalytic.store.ObjectStore;
import io.catalytic.store.Stores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a check of a store on disk finds and heals: blobs, refs, and what lies astray. */
final class FsckTest {
  private final CheckedStore checked;
  private final Path place;

  FsckTest(@TempDir Path directory) throws IOException {
    checked = new CheckedStore(directory);
    place = checked.place();
    checked.make();
  }

  @Test
  void aWholeStoreIsCleanAndAllOfItIsRead() throws IOException {
    CheckedStore.Result check = checked.check();

    assertThat(check.findings()).isEmpty();
    FsckReport report = check.report();
    assertThat(report.status()).isEqualTo(Status.CLEAN);
    assertThat(report.refs()).isEqualTo(1);
    try (ObjectStore store = Stores.open(place.toString())) {
      assertThat(report.blobs()).isEqualTo(store.stats().blobs());
      assertThat(report.bytes()).isEqualTo(store.stats().bytes());
    }
    assertThat(place.resolve("quarantine")).doesNotExist();
    assertThat(place.resolve("tmp")).isEmptyDirectory();
  }

  @Test
  void aBlobThatNothingRefersToIsNamedUntilItIsHealed() throws IOException {
    byte[] loner = bytes("no ref leads here");
    Digest digest = checked.commit(loner);
    DiskSpoiler.spoil(place, digest.hash());

    assertThat(checked.check().missing()).containsExactly(digest.hash());
    CheckedStore.Result again = checked.check();
    assertThat(again.report().status()).isEqualTo(Status.DAMAGED);
    assertThat(again.only(Kind.MISSING).where()).startsWith("quarantine/" + digest.hash());

    Files.write(checked.source().resolve("found"), loner);
    assertThat(checked.repairFromSource().report().healed()).isEqualTo(1);
    assertThat(checked.check().findings()).isEmpty();
  }

  @Test
  void anObjectUnderAnothersNameIsPutBackWithoutAnySource() throws IOException {
    StoreLayout layout = new StoreLayout(place);
    Hash wrong = Digest.of(bytes("another")).hash();
    Path right = layout.loose(checked.large().get(0).hash());
    Files.createDirectories(layout.loose(wrong).resolveSibling(""));
    Files.move(right, layout.loose(wrong));

    assertThat(checked.check().missing())
        .containsExactlyInAnyOrder(wrong, checked.large().get(0).hash());
    CheckedStore.Result repair = checked.check(FsckOptions.repairing());
    assertThat(repair.report().healed()).isEqualTo(1);
    assertThat(repair.missing()).containsExactly(wrong);
    checked.assertAllThere();
  }

  @Test
  void anObjectInTheWrongDirectoryIsNamedAndPutBack() throws IOException {
    Hash hash = checked.large().get(0).hash();
    Path right = new StoreLayout(place).loose(hash);
    Path astray = place.resolve("objects/zz");
    Files.createDirectories(astray);
    Files.move(right, place.resolve("objects/" + hash));
    Files.writeString(place.resolve("objects/aa"), "a file");

    CheckedStore.Result check = checked.check();
    assertThat(check.all(Kind.STRAY))
        .extracting(Finding::where)
        .containsExactly("objects/" + hash, "objects/aa", "objects/zz");
    assertThat(check.missing()).containsExactly(hash);

    assertThat(checked.check(FsckOptions.repairing()).report().healed()).isEqualTo(1);
    checked.assertAllThere();
    CheckedStore.Result after = checked.check();
    assertThat(after.report().status()).isEqualTo(Status.CLEAN);
    assertThat(after.all(Kind.STRAY)).hasSize(3);
  }

  @Test
  void anObjectAstrayThatNothingRefersToIsMissedToo() throws IOException {
    Digest digest = checked.commit(random(9, 140_000));
    Path astray = place.resolve("objects/" + digest.hash());
    Files.move(new StoreLayout(place).loose(digest.hash()), astray);
    assertThat(checked.check().only(Kind.MISSING).where()).isEqualTo("objects/" + digest.hash());
    assertThat(checked.check(FsckOptions.repairing()).only(Kind.MISSING).done())
        .isEqualTo(Done.HEALED);
  }

  @Test
  void whatIsAstrayOrLeftOverIsNamedAndIsNoDamage() throws IOException {
    Files.writeString(place.resolve("packs/readme.txt"), "?");
    Files.createDirectories(place.resolve("tmp/1-1-aaaaaaaa"));
    Files.writeString(place.resolve("tmp/1-1-aaaaaaaa.lock"), "");
    Files.writeString(place.resolve("refs/no ref"), "?");

    CheckedStore.Result check = checked.check();
    assertThat(check.findings())
        .extracting(Finding::kind, Finding::where)
        .containsExactlyInAnyOrder(
            tuple(Kind.LEFTOVER, "tmp/1-1-aaaaaaaa.lock"),
            tuple(Kind.STRAY, "packs/readme.txt"),
            tuple(Kind.STRAY, "refs/no ref"));
    assertThat(check.report().status()).isEqualTo(Status.CLEAN);
  }

  @Test
  void aManifestThatIsLostIsPutBackAndThenWhatItLists() throws IOException {
    Path manifest = Files.write(checked.source().resolve("m.jsonl"), checked.manifest());
    try (Stream<Path> packs = Files.list(place.resolve("packs"))) {
      for (Path pack : packs.toList()) {
        Files.delete(pack);
      }
    }
    for (Digest large : checked.large()) {
      Files.delete(new StoreLayout(place).loose(large.hash()));
    }

    CheckedStore.Result check = checked.check();
    assertThat(check.missing()).containsExactly(Digest.of(checked.manifest()).hash());
    assertThat(check.only(Kind.REF).what()).endsWith("so what else this ref needs is not known");

    CheckedStore.Result repair = checked.repairFromSource();
    assertThat(repair.report().status()).isEqualTo(Status.HEALED);
    assertThat(repair.all(Kind.REF)).isEmpty();
    checked.assertAllThere();
    assertThat(manifest).hasBinaryContent(checked.manifest());
  }

  @Test
  void aRefThatIsNoRecordIsNamed() throws IOException {
    Path ref = place.resolve(checked.ref());
    String name = checked.ref().replace("refs/", "");
    DiskSpoiler.replace(ref, Arrays.copyOf(Files.readAllBytes(ref), 30));
    CheckedStore.Result check = checked.check();
    assertThat(check.only(Kind.REF).where()).isEqualTo(name);
    assertThat(check.only(Kind.REF).what()).contains("its last line is not the checksum");
    try (ObjectStore store = Stores.open(place.toString())) {
      store.refs().write(name, bytes("{"));
    }
    check = checked.check();
    assertThat(check.only(Kind.REF).where()).isEqualTo(name);
    assertThat(check.only(Kind.REF).what()).contains("is not JSON");
    assertThat(check.report().status()).isEqualTo(Status.DAMAGED);
    assertThat(checked.repairFromSource().report().status()).isEqualTo(Status.DAMAGED);
    checked.assertAllThere();
  }

  @Test
  void aManifestOfAnotherRootIsNamed() throws IOException {
    byte[] other = bytes("");
    Digest digest = checked.commit(other);
    String hex = Digest.of(checked.manifest()).hash().hex();
    try (ObjectStore store = Stores.open(place.toString())) {
      String name = checked.ref().replace("refs/", "");
      String record = new String(checked.record(), UTF_8).replace(hex, digest.hash().hex());
      store.refs().write(name, bytes(record));
    }
    assertThat(checked.check().only(Kind.REF).what())
        .contains("has the root ")
        .contains("and not that of the ref");
  }

  @Test
  void aRefThatNobodyCanFollowIsNamed() throws IOException {
    try (ObjectStore store = Stores.open(place.toString())) {
      store.refs().write("unheard-of/1", bytes("x"));
    }
    assertThat(checked.check().only(Kind.REF).where()).isEqualTo("unheard-of/1");
  }

  @Test
  void moreMissingBlobsThanMayBeHeldAreNamedAndHealedInFurtherRuns() throws IOException {
    Files.delete(checked.pack());
    int lost = checked.small().size();
    assertThat(lost).isGreaterThan(2);

    FsckOptions two = new FsckOptions(true, 2, checked.repairing().sources());
    CheckedStore.Result first = checked.check(two);
    assertThat(first.report().healed()).isEqualTo(2);
    assertThat(first.report().missing()).isEqualTo(lost - 2L);
    assertThat(first.findings().toString()).contains("more than 2 are missing");
    for (int run = 0; run < lost / 2; run++) {
      checked.check(two);
    }
    checked.assertAllThere();
  }

  @Test
  void theSameBlobIsNamedOnceHoweverManyRefsNeedIt() throws IOException {
    checked.snapshotAgain();
    Files.delete(new StoreLayout(place).loose(checked.large().get(0).hash()));
    assertThat(checked.check().all(Kind.MISSING)).hasSize(1);
  }
}
