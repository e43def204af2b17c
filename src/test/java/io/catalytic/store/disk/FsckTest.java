package io.catalytic.store.disk;

import static io.catalytic.store.StoreContract.bytes;
import static io.catalytic.store.StoreContract.random;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.catalytic.digest.Digest;
import io.catalytic.digest.Hash;
import io.catalytic.store.BlobMissingException;
import io.catalytic.store.Finding;
import io.catalytic.store.Finding.Done;
import io.catalytic.store.Finding.Kind;
import io.catalytic.store.FsckOptions;
import io.catalytic.store.FsckReport;
import io.catalytic.store.FsckReport.Status;
import io.catalytic.store.ObjectStore;
import io.catalytic.store.Stores;
import io.catalytic.store.WriteBatch;
import io.catalytic.store.pack.ByteSink;
import io.catalytic.store.pack.ByteSource;
import io.catalytic.store.pack.PackEntry;
import io.catalytic.store.pack.PackFormat;
import io.catalytic.store.pack.PackSummary;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a check of a store on disk finds, sets aside and heals. */
final class FsckTest {
  private final CheckedStore checked;
  private final Path place;

  FsckTest(@TempDir Path directory) {
    checked = new CheckedStore(directory);
    place = checked.place();
  }

  @BeforeEach
  void makeStore() throws IOException {
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

  /** Ways to damage a pack. */
  enum PackDamage {
    HEADER(false),
    DATA(true),
    FAN_OUT(false),
    TAGS(false),
    ENTRIES(true),
    TRAILER(false),
    CUT_IN_THE_TRAILER(false),
    CUT_IN_THE_ENTRIES(true),
    CUT_IN_THE_DATA(true),
    EMPTIED(true),
    APPENDED(false),
    INDEX_DESTROYED(true),
    DELETED(true);

    private final boolean loses;

    PackDamage(boolean loses) {
      this.loses = loses;
    }

    void damage(Path pack, int count) throws IOException {
      byte[] bytes = Files.readAllBytes(pack);
      int entries = bytes.length - PackFormat.TRAILER - PackEntry.BYTES * count;
      int summary = entries - (int) PackSummary.length(count);
      switch (this) {
        case HEADER -> bytes[9] ^= 1;
        case DATA -> bytes[PackFormat.HEADER + 3] ^= 4;
        case FAN_OUT -> bytes[summary + 7] ^= 1;
        case TAGS -> bytes[entries - 1] ^= 1;
        case ENTRIES -> bytes[entries + 40] ^= 1;
        case TRAILER -> bytes[bytes.length - 20] ^= 1;
        case CUT_IN_THE_TRAILER -> bytes = Arrays.copyOf(bytes, bytes.length - 13);
        case CUT_IN_THE_ENTRIES -> bytes = Arrays.copyOf(bytes, entries + 60);
        case CUT_IN_THE_DATA -> bytes = Arrays.copyOf(bytes, summary / 2);
        case EMPTIED -> bytes = new byte[0];
        case APPENDED -> bytes = Arrays.copyOf(bytes, bytes.length + 5);
        case INDEX_DESTROYED -> Arrays.fill(bytes, summary, bytes.length, (byte) 0);
        case DELETED -> {
          Files.delete(pack);
          return;
        }
      }
      DiskSpoiler.replace(pack, bytes);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aDamagedPackIsFoundNamedSetAsideAndHealed(PackDamage damage) throws IOException {
    Path pack = checked.pack();
    damage.damage(pack, checked.small().size());
    String name = "packs/" + pack.getFileName();

    CheckedStore.Result check = checked.check();

    assertThat(check.report().status()).isEqualTo(Status.DAMAGED);
    if (damage == PackDamage.DATA) {
      Finding found = check.only(Kind.BLOB);
      assertThat(found.where()).isEqualTo(name);
      assertThat(found.done()).isEqualTo(Done.SET_ASIDE);
      assertThat(check.missing()).containsExactly(found.hash().orElseThrow());
    } else if (damage != PackDamage.DELETED) {
      Finding found = check.only(Kind.PACK);
      assertThat(found.where()).isEqualTo(name);
      assertThat(found.done()).isEqualTo(Done.SET_ASIDE);
      assertThat(pack).doesNotExist();
      assertThat(place.resolve("quarantine").resolve(pack.getFileName())).exists();
    }
    assertThat(check.missing().isEmpty()).isEqualTo(!damage.loses);
    checked.assertOnlyMissing(check.missing());

    CheckedStore.Result repair = checked.repairFromSource();
    assertThat(repair.report().status()).isEqualTo(damage.loses ? Status.HEALED : Status.CLEAN);
    assertThat(repair.report().healed()).isEqualTo(check.missing().size());
    checked.assertAllThere();
    assertThat(checked.check().report().status()).isEqualTo(Status.CLEAN);
  }

  /** Ways to damage a loose object. */
  enum LooseDamage {
    FLIPPED,
    CUT,
    EMPTIED,
    APPENDED,
    DELETED
  }

  @ParameterizedTest
  @EnumSource
  void aDamagedLooseObjectIsFoundNamedSetAsideAndHealed(LooseDamage damage) throws IOException {
    Digest large = checked.large().get(0);
    Path file = new StoreLayout(place).loose(large.hash());
    byte[] bytes = Files.readAllBytes(file);
    switch (damage) {
      case FLIPPED -> DiskSpoiler.flipBit(file, bytes.length - 1);
      case CUT -> DiskSpoiler.replace(file, Arrays.copyOf(bytes, bytes.length - 1));
      case EMPTIED -> DiskSpoiler.replace(file, new byte[0]);
      case APPENDED -> DiskSpoiler.replace(file, Arrays.copyOf(bytes, bytes.length + 1));
      case DELETED -> Files.delete(file);
    }

    CheckedStore.Result check = checked.check();

    assertThat(check.report().status()).isEqualTo(Status.DAMAGED);
    if (damage != LooseDamage.DELETED) {
      Finding found = check.only(Kind.BLOB);
      assertThat(found.where()).isEqualTo(place.relativize(file).toString());
      assertThat(found.hash()).contains(large.hash());
      assertThat(found.what()).startsWith("its bytes are those of ");
      assertThat(found.done()).isEqualTo(Done.SET_ASIDE);
    }
    assertThat(file).doesNotExist();
    assertThat(check.missing()).containsExactly(large.hash());
    checked.assertOnlyMissing(check.missing());

    CheckedStore.Result repair = checked.repairFromSource();
    assertThat(repair.report().status()).isEqualTo(Status.HEALED);
    assertThat(repair.only(Kind.MISSING).what()).contains("put back from " + checked.source());
    checked.assertAllThere();
    assertThat(checked.check().report().status()).isEqualTo(Status.CLEAN);
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
  void aCorruptCopyOfABlobThatIsThereTwiceCostsNothing() throws IOException {
    Digest small = checked.small().get(0);
    Path second = new StoreLayout(place).loose(small.hash());
    Files.createDirectories(second.resolveSibling(""));
    Files.write(second, bytes("not it"));

    CheckedStore.Result check = checked.check();
    assertThat(check.only(Kind.BLOB).done()).isEqualTo(Done.SET_ASIDE);
    assertThat(check.missing()).isEmpty();
    assertThat(check.report().status()).isEqualTo(Status.DAMAGED);
    checked.assertAllThere();
    assertThat(checked.check().report().status()).isEqualTo(Status.CLEAN);
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
  void theBadBlobsOfADamagedPackAreNamedUntilTheyAreHealed() throws IOException {
    byte[] loner = bytes("no ref leads here");
    Digest digest = checked.commit(loner);
    DiskSpoiler.spoil(place, digest.hash());
    try (Stream<Path> packs = Files.list(place.resolve("packs"))) {
      for (Path pack : packs.toList()) {
        DiskSpoiler.flipBit(pack, (int) Files.size(pack) - 20);
      }
    }
    for (int run = 0; run < 2; run++) {
      CheckedStore.Result check = checked.check();
      assertThat(check.all(Kind.PACK)).hasSize(run == 0 ? 3 : 0);
      assertThat(check.only(Kind.MISSING).hash()).contains(digest.hash());
      assertThat(check.only(Kind.MISSING).where()).matches("quarantine/[0-9a-f]{32}\\.pack");
    }
    Files.write(checked.source().resolve("found"), loner);
    assertThat(checked.repairFromSource().report().status()).isEqualTo(Status.HEALED);
    assertThat(checked.check().findings()).isEmpty();
  }

  @Test
  void aDamagedPackThatCannotBeSetAsideIsNamedWithAllThatItAloneHas() throws IOException {
    DiskSpoiler.flipBit(checked.pack(), PackFormat.HEADER);
    DiskSpoiler.flipBit(checked.pack(), (int) Files.size(checked.pack()) - 20);
    Disk unwritable =
        new PassingDisk(new LocalDisk()) {
          @Override
          public ByteSink create(Path file) throws IOException {
            throw new AccessDeniedException(file.toString());
          }
        };
    CheckedStore.Result check = checked.check(unwritable, FsckOptions.CHECK);
    assertThat(check.only(Kind.PACK).done()).isEqualTo(Done.LEFT);
    assertThat(check.only(Kind.PACK).what())
        .startsWith("trailer: its checksum or its magic is wrong; not set aside: ")
        .contains("permission denied");
    assertThat(check.missing())
        .containsExactlyInAnyOrderElementsOf(checked.small().stream().map(Digest::hash).toList());
    assertThat(checked.pack()).exists();
    assertThat(checked.check().missing()).hasSize(1); // what can be saved was saved
  }

  @Test
  void aPackWhoseSummaryHidesABlobIsReplaced() throws IOException {
    byte[] pack = Files.readAllBytes(checked.pack());
    int count = checked.small().size();
    int entries = pack.length - PackFormat.TRAILER - PackEntry.BYTES * count;
    int summary = entries - (int) PackSummary.length(count);
    pack[entries - 1] ^= 1;
    ByteBuffer trailer = ByteBuffer.wrap(pack, pack.length - PackFormat.TRAILER, 24);
    byte[] right =
        new PackFormat.Trailer(
                trailer.getLong(),
                trailer.getInt(),
                PackFormat.crc(pack, summary, entries - summary),
                trailer.getInt(pack.length - PackFormat.TRAILER + 16))
            .encode();
    System.arraycopy(right, 0, pack, pack.length - right.length, right.length);
    DiskSpoiler.replace(checked.pack(), pack);
    assertThat(checked.notThere()).hasSize(1);

    assertThat(checked.check().only(Kind.PACK).what())
        .startsWith("summary: it does not say where entry " + (count - 1) + " is; ");
    checked.assertAllThere();
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
  void anObjectThatCannotBeLookedAtIsUnreadableAndNotMissing() throws IOException {
    Hash large = checked.large().get(0).hash();
    Path outer = place.resolve("objects/" + large.hex().substring(0, 2));
    Path away = place.resolveSibling("away");
    Files.move(outer, away);
    Files.createSymbolicLink(outer, outer.getFileName()); // to itself: any stat under it fails
    Files.createDirectories(place.resolve("quarantine"));
    Files.write(place.resolve("quarantine/" + large.hex() + ".00000000"), bytes("bad"));

    CheckedStore.Result check = checked.check();
    assertThat(check.all(Kind.MISSING)).isEmpty();
    assertThat(check.all(Kind.UNREADABLE))
        .extracting(Finding::where)
        .containsExactlyInAnyOrder(
            "objects/" + outer.getFileName(),
            "quarantine/" + large.hex() + ".00000000",
            checked.ref().replace("refs/", ""));
    assertThat(check.report().status()).isEqualTo(Status.UNREADABLE);
    try (ObjectStore store = Stores.open(place.toString())) {
      assertThatThrownBy(() -> store.find(large)).hasMessageContaining(outer.toString());
      assertThatThrownBy(() -> store.open(large)).hasMessageContaining(outer.toString());
    }
    Files.delete(outer);
    Files.move(away, outer);
    checked.assertAllThere();
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
  void whatCannotBeReadInADirectoryToHealFromIsNamed() throws Exception {
    Path pipe = checked.source().resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    Files.delete(new StoreLayout(place).loose(checked.large().get(0).hash()));
    CheckedStore.Result repair = checked.repairFromSource();
    assertThat(repair.report().status()).isEqualTo(Status.HEALED);
    assertThat(repair.only(Kind.SOURCE))
        .isEqualTo(Finding.of(Kind.SOURCE, pipe.toString(), "is a FIFO"));
  }

  @Test
  void aBadSpotOfTheDiskIsUnreadableAndNothingIsSetAside() throws IOException {
    Path pack = checked.pack();
    Path loose = new StoreLayout(place).loose(checked.large().get(0).hash());
    for (Path file : List.of(pack, loose)) {
      Disk bad = new BadSpot(new LocalDisk(), file, 20_050); // in the pack, not in its first blob
      CheckedStore.Result check = checked.check(bad, FsckOptions.CHECK);
      assertThat(check.findings()).hasSize(1);
      assertThat(check.only(Kind.UNREADABLE).where()).isEqualTo(place.relativize(file).toString());
      assertThat(check.only(Kind.UNREADABLE).what()).contains("Input/output error");
      assertThat(check.report().status()).isEqualTo(Status.UNREADABLE);
      int all = checked.small().size() + checked.large().size() + 1;
      assertThat(check.report().blobs()).as("all the others were checked").isEqualTo(all - 1);
    }
    assertThat(place.resolve("quarantine")).doesNotExist();
  }

  @Test
  void bytesThatAreWrongOnlyOnceAreNotTheBlobsFault() throws IOException {
    Path loose = new StoreLayout(place).loose(checked.large().get(0).hash());
    for (Disk disk :
        List.of(
            new WrongOnce(new LocalDisk(), checked.pack(), 2, 2), // the first is when it is listed
            new WrongOnce(new LocalDisk(), checked.pack(), 20, 1),
            new WrongOnce(new LocalDisk(), loose, 20, 1))) {
      CheckedStore.Result check = checked.check(disk, FsckOptions.CHECK);
      assertThat(check.only(Kind.UNREADABLE).what()).contains("right when it was read again");
      assertThat(check.report().status()).isEqualTo(Status.UNREADABLE);
    }
    checked.assertAllThere();
    assertThat(checked.check().findings()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void aFaultAtAnyStepIsNeitherTheBlobsNorTheRefsFault(FaultyDisk.Mode mode) throws IOException {
    for (long n = 1; ; n++) {
      FaultyDisk disk = new FaultyDisk(new LocalDisk());
      List<Finding> found = new ArrayList<>();
      try (DiskStore store = DiskStore.open(place, disk, DiskOptions.DEFAULT)) {
        disk.failAt(n, mode);
        try {
          store.fsck(checked.repairing(), found::add);
        } catch (IOException e) {
          assertThat(e).hasStackTraceContaining("injected fault");
        }
        assertThat(found).allMatch(finding -> finding.kind() == Kind.UNREADABLE);
        if (!disk.heal()) {
          assertThat(n).as("operations that were failed").isGreaterThan(60);
          break;
        }
      }
    }
    assertThat(place.resolve("quarantine")).doesNotExist();
    checked.assertAllThere();
  }

  @Test
  void whoWritesMeanwhileIsNeitherDisturbedNorMisreported() throws Exception {
    ExecutorService executor = Executors.newSingleThreadExecutor();
    try {
      Future<List<Digest>> writing = executor.submit(this::writeBatches);
      do {
        CheckedStore.Result check = checked.check();
        assertThat(check.findings()).isEmpty();
        assertThat(check.report().status()).isEqualTo(Status.CLEAN);
      } while (!writing.isDone());
      try (ObjectStore store = Stores.open(place.toString())) {
        for (Digest digest : writing.get()) {
          assertThat(store.find(digest.hash())).contains(digest);
        }
      }
    } finally {
      executor.shutdownNow();
    }
  }

  private List<Digest> writeBatches() throws IOException {
    List<Digest> written = new ArrayList<>();
    try (ObjectStore store = Stores.open(place.toString())) {
      for (int number = 0; number < 40; number++) {
        try (WriteBatch batch = store.begin()) {
          written.add(batch.put(random(number, 1_000)));
          written.add(batch.put(random(number, 150_000)));
          batch.commit();
        }
        store.refs().write("roots/" + checked.ref().replaceFirst(".*/", ""), checked.record());
      }
    }
    return written;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void aPackThatGoesAwayWhileItIsCheckedIsNoFinding(int opening) throws IOException {
    Path pack = checked.pack();
    int[] opened = {0};
    Disk vanishing =
        new PassingDisk(new LocalDisk()) {
          @Override
          public ByteSource open(Path file) throws IOException {
            if (file.equals(pack) && ++opened[0] == opening) {
              Files.move(
                  pack, pack.resolveSibling("fedc".repeat(8) + ".pack")); // as a repack would
            }
            return super.open(file);
          }
        };
    assertThat(checked.check(vanishing, FsckOptions.CHECK).findings()).isEmpty();
    assertThat(opened[0]).isGreaterThanOrEqualTo(opening);
    checked.assertAllThere();
  }

  @Test
  void aStoreThatIsGoneIsNotTakenForAnEmptyOne() throws IOException {
    try (ObjectStore store = Stores.open(place.toString())) {
      Files.move(place, place.resolveSibling("away"));
      assertThatThrownBy(() -> store.fsck(FsckOptions.CHECK, finding -> {}))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("is gone");
    }
  }

  @Test
  void theSameBlobIsNamedOnceHoweverManyRefsNeedIt() throws IOException {
    checked.snapshotAgain();
    Files.delete(new StoreLayout(place).loose(checked.large().get(0).hash()));
    assertThat(checked.check().all(Kind.MISSING)).hasSize(1);
  }

  @Test
  void nothingThatWasLostIsEverReturned() throws IOException {
    Set<Hash> all = new HashSet<>();
    try (Stream<Path> files = Files.walk(place.resolve("packs"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        DiskSpoiler.flipBit(file, 30);
      }
    }
    CheckedStore.Result check = checked.check();
    all.addAll(check.missing());
    assertThat(all).isNotEmpty();
    try (ObjectStore store = Stores.open(place.toString())) {
      for (Hash hash : all) {
        assertThat(store.find(hash)).isEqualTo(Optional.empty());
        assertThatThrownBy(() -> store.open(hash)).isInstanceOf(BlobMissingException.class);
      }
    }
  }
}
