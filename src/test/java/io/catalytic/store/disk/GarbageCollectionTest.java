package io.catalytic.store.disk;

import static io.catalytic.store.StoreContract.bytes;
import static io.catalytic.store.StoreContract.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catalytic.digest.Digest;
import io.catalytic.digest.Hash;
import io.catalytic.store.GcOptions;
import io.catalytic.store.GcReport;
import io.catalytic.store.HashListTracer;
import io.catalytic.store.Leases;
import io.catalytic.store.ObjectStore;
import io.catalytic.store.WriteBatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a store on disk is cleaned beside those who use it. */
final class GarbageCollectionTest {
  private static final byte[] LIVE = bytes("live");
  private static final byte[] GARBAGE = bytes("garbage");
  private static final byte[] LARGE_GARBAGE = random(1, 200_000);

  private final Path place;
  private Clock clock = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(1));

  GarbageCollectionTest(@TempDir Path directory) {
    place = directory.resolve("store");
  }

  @Test
  void garbageIsSetAsideFirstAndDeletedByALaterCleaningOnceTheGraceIsOver() throws IOException {
    found();
    pass(Duration.ofHours(2));

    GcReport first = clean(Duration.ofHours(1));
    assertThat(first.condemned().blobs()).isEqualTo(2);
    assertThat(first.deleted().blobs()).isZero();
    assertThat(clean(Duration.ofHours(1)).deleted().blobs()).isZero();
    assertThat(files("condemned")).hasSize(3); // a pack, a loose object and the seal

    pass(Duration.ofHours(2));
    GcReport last = clean(Duration.ofHours(1));
    assertThat(last.deleted().blobs()).isEqualTo(2);
    assertThat(last.diskBytesAfter()).isLessThan(last.diskBytesBefore() - LARGE_GARBAGE.length);
    assertThat(files("condemned")).isEmpty();
    try (ObjectStore store = open()) {
      assertThat(read(store, LIVE)).isTrue();
      assertThat(read(store, GARBAGE)).isFalse();
      assertThat(read(store, LARGE_GARBAGE)).isFalse();
    }
  }

  @Test
  void whatWasSetAsideCanBeReadAndIsBackThen() throws IOException {
    found();
    condemn();

    try (ObjectStore store = open()) {
      assertThat(read(store, GARBAGE)).isTrue();
      assertThat(read(store, LARGE_GARBAGE)).isTrue();
    }
    assertThat(files("condemned")).hasSize(1);
    pass(Duration.ofHours(2));
    clean(Duration.ofHours(1));
    try (ObjectStore store = open()) {
      assertThat(read(store, GARBAGE)).isTrue();
      assertThat(read(store, LARGE_GARBAGE)).isTrue();
    }
  }

  @Test
  void whatWasSetAsideCanBeReadWhereItCannotBeBroughtBack() throws IOException {
    found();
    condemn();
    List<Path> before = files("condemned");
    Disk unwritable =
        new PassingDisk(new LocalDisk()) {
          @Override
          public void rename(Path from, Path to) throws IOException {
            throw new IOException("Read-only file system");
          }
        };
    try (ObjectStore store = DiskStore.open(place, unwritable, DiskOptions.DEFAULT)) {
      assertThat(read(store, GARBAGE)).isTrue();
      assertThat(read(store, LARGE_GARBAGE)).isTrue();
      assertThat(store.find(Digest.of(bytes("none")).hash())).isEmpty();
    }
    assertThat(files("condemned")).isEqualTo(before);
    DiskSpoiler.flipBit(
        before.stream()
            .filter(file -> Hash.isHex(String.valueOf(file.getFileName())))
            .toList()
            .get(0),
        0);
    try (ObjectStore store = DiskStore.open(place, unwritable, DiskOptions.DEFAULT)) {
      assertThat(read(store, LARGE_GARBAGE)).isFalse();
    }
  }

  @Test
  void whatARefNamesAgainIsBroughtBackInsteadOfDeleted() throws IOException {
    found();
    condemn();
    try (ObjectStore store = open()) {
      HashListTracer.keep(
          store, "late", List.of(Digest.of(GARBAGE), Digest.of(LARGE_GARBAGE), Digest.of(LIVE)));
    }

    pass(Duration.ofHours(2));
    GcReport report = clean(Duration.ofHours(1));

    assertThat(report.revived().blobs() + report.deleted().blobs()).isLessThanOrEqualTo(2);
    try (ObjectStore store = open()) {
      assertThat(store.find(Digest.of(GARBAGE).hash())).isPresent();
      assertThat(read(store, GARBAGE)).isTrue();
      assertThat(read(store, LARGE_GARBAGE)).isTrue();
    }
    assertThat(files("condemned")).isEmpty();
  }

  @Test
  void aWriterNeverReliesOnWhatWasSetAside() throws IOException {
    found();
    condemn();
    try (DiskStore store = open()) {
      put(store, GARBAGE);
      put(store, LARGE_GARBAGE);
      assertThat(store.blobs().place(Digest.of(GARBAGE)).orElseThrow().isLoose()).isFalse();
      assertThat(store.blobs().isLoose(Digest.of(LARGE_GARBAGE))).isTrue();
      HashListTracer.keep(store, "again", List.of(Digest.of(GARBAGE), Digest.of(LARGE_GARBAGE)));
    }

    pass(Duration.ofHours(2));
    clean(Duration.ofHours(1));

    assertThat(files("condemned")).isEmpty();
    try (ObjectStore store = open()) {
      assertThat(read(store, GARBAGE)).isTrue();
      assertThat(read(store, LARGE_GARBAGE)).isTrue();
    }
  }

  @Test
  void aBatchThatReliedOnABlobBeforeItWasSetAsideHasItBackAfterItsCommit() throws IOException {
    found();
    try (ObjectStore store = open()) {
      try (WriteBatch batch = store.begin()) {
        batch.put(GARBAGE);
        batch.put(LARGE_GARBAGE);
        clean(Duration.ZERO);
        assertThat(files("objects")).isEmpty();
        batch.commit();
      }
      clean(Duration.ZERO);
      HashListTracer.keep(store, "late", List.of(Digest.of(GARBAGE), Digest.of(LARGE_GARBAGE)));
    }
    clean(Duration.ZERO);
    clean(Duration.ZERO);
    try (ObjectStore store = open()) {
      assertThat(read(store, GARBAGE)).isTrue();
      assertThat(read(store, LARGE_GARBAGE)).isTrue();
    }
  }

  @Test
  void nothingIsDeletedWhileAWriterLivesThatMayRelyOnIt() throws IOException {
    found();
    try (ObjectStore writer = open()) {
      put(writer, GARBAGE);

      GcReport report = clean(Duration.ZERO);
      assertThat(report.condemned().blobs()).isEqualTo(2);
      assertThat(report.deleted().blobs()).isZero();
      assertThat(report.waitingFor()).singleElement().asString().startsWith("writer ");
      assertThat(clean(Duration.ZERO).deleted().blobs()).isZero();
    }
    GcReport report = clean(Duration.ZERO);
    assertThat(report.deleted().blobs()).isEqualTo(2);
    assertThat(report.waitingFor()).isEmpty();
  }

  @Test
  void nothingIsDeletedWhileALeaseLivesThatIsOlder() throws IOException {
    found();
    Leases.Lease lease;
    try (ObjectStore store = open()) {
      lease = new Leases(store.refs(), clock).acquire("run 7", Duration.ofHours(3));
    }
    assertThat(clean(Duration.ZERO).waitingFor()).containsExactly("lease of run 7");
    pass(Duration.ofHours(2));
    try (ObjectStore store = open()) {
      new Leases(store.refs(), clock).renew(lease, Duration.ofHours(3));
    }
    pass(Duration.ofHours(2));
    assertThat(clean(Duration.ZERO).deleted().blobs()).isZero();

    pass(Duration.ofHours(2)); // it was not renewed
    assertThat(clean(Duration.ZERO).deleted().blobs()).isEqualTo(2);
    assertThat(files("refs/leases")).hasSize(1);
    pass(Duration.ofDays(2));
    clean(Duration.ZERO);
    assertThat(files("refs/leases")).isEmpty();
  }

  @Test
  void aLeaseThatBeganLaterDelaysNothing() throws IOException {
    found();
    condemn();
    try (ObjectStore store = open()) {
      new Leases(store.refs(), clock).acquire("late", Duration.ofDays(3));
    }
    assertThat(clean(Duration.ZERO).deleted().blobs()).isEqualTo(2);
  }

  @Test
  void manySmallPacksBecomeOneAndNothingIsCopiedAgain() throws IOException {
    List<Digest> digests = new ArrayList<>();
    try (ObjectStore store = open()) {
      for (int i = 0; i < 50; i++) {
        digests.add(put(store, random(i, 1_000)));
        put(store, random(1_000 + i, 1_000));
      }
      HashListTracer.keep(store, "1", digests);
    }

    try (DiskStore reader = open()) {
      assertThat(read(reader, random(7, 1_000))).isTrue();
      GcReport report = clean(Duration.ZERO);
      assertThat(report.packsBefore()).isEqualTo(100);
      assertThat(report.packsAfter()).isEqualTo(1);
      assertThat(report.deleted().blobs()).isEqualTo(50);
      for (int i = 0; i < 50; i++) {
        assertThat(read(reader, random(i, 1_000))).isTrue(); // though its packs are gone
      }
    }
    List<Path> packs = files("packs");
    GcReport again = clean(Duration.ZERO);
    assertThat(files("packs")).isEqualTo(packs);
    assertThat(again.condemned().blobs()).isZero();
  }

  @Test
  void aPackWithLittleUnusedIsLeftAsItIs() throws IOException {
    List<Digest> digests = new ArrayList<>();
    try (DiskStore store =
            DiskStore.open(place, new LocalDisk(), new DiskOptions(1 << 17, 40_000));
        WriteBatch batch = store.begin()) {
      for (int i = 0; i < 20; i++) {
        digests.add(batch.put(random(i, 1_000)));
      }
      batch.commit();
      HashListTracer.keep(store, "1", digests.subList(1, 20));
    }
    List<Path> packs = files("packs");

    GcReport report;
    try (DiskStore store =
        DiskStore.open(place, new LocalDisk(), new DiskOptions(1 << 17, 40_000))) {
      report = store.gc(new GcOptions(Duration.ZERO, 0.1, false, clock));
    }

    assertThat(report.unused().blobs()).isEqualTo(1);
    assertThat(files("packs")).isEqualTo(packs);
    assertThat(clean(Duration.ZERO).deleted().blobs()).isEqualTo(1);
  }

  @Test
  void aBlobThatIsCorruptIsNotCopiedButSetAsideAndCounted() throws IOException {
    found();
    DiskSpoiler.spoil(place, Digest.of(LIVE).hash());

    GcReport report = clean(Duration.ZERO);

    assertThat(report.corrupt()).isEqualTo(1);
    try (ObjectStore store = open()) {
      assertThat(store.find(Digest.of(LIVE).hash())).isEmpty();
      assertThat(store.stats().quarantined()).isEqualTo(1);
    }
  }

  @Test
  void onlyOneCleansAtATime() throws IOException {
    found();
    ExplainedDisk disk = new ExplainedDisk(new LocalDisk(), new StoreLayout(place));
    GcLock lock = GcLock.take(place.resolve("gc.lock"), disk);
    assertThatThrownBy(() -> clean(Duration.ZERO)).hasMessageContaining("cleaned already");
    lock.close();
    assertThat(clean(Duration.ZERO).deleted().blobs()).isEqualTo(2);
  }

  @Test
  void aLockThatCannotBeTakenIsNamedAndExplained() throws IOException {
    found();
    Path lock = Files.createDirectory(place.resolve("gc.lock"));
    assertThatThrownBy(() -> clean(Duration.ZERO))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(lock + ": cannot open: ");
  }

  @Test
  void aGenerationThatWasCutShortIsSealedByTheNextCleaning() throws IOException {
    found();
    condemn();
    for (Path file : files("condemned")) {
      if (file.endsWith("sealed.json")) {
        Files.delete(file);
      }
    }
    assertThat(clean(Duration.ofHours(1)).deleted().blobs()).isZero();
    pass(Duration.ofHours(2));
    assertThat(clean(Duration.ofHours(1)).deleted().blobs()).isEqualTo(2);
  }

  @Test
  void refsThatCannotBeLookedAtAreNotTakenForNone() throws IOException {
    found();
    Path refs = place.resolve("refs/test");
    Path away = place.resolveSibling("away");
    Files.move(refs, away);
    Files.createSymbolicLink(refs, Path.of("test")); // to itself: any stat of it fails

    assertThatThrownBy(() -> clean(Duration.ZERO))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(refs + ": cannot read: ");
    try (ObjectStore store = open()) {
      assertThatThrownBy(() -> store.refs().read("test/1")).hasMessageContaining(refs.toString());
    }
    Files.delete(refs);
    Files.move(away, refs);
    try (ObjectStore store = open()) {
      assertThat(read(store, LIVE)).isTrue();
    }
  }

  @Test
  void onAFullDiskGarbageIsDeletedThoughSmallPacksCannotBePutTogether() throws IOException {
    FullDisk disk = new FullDisk(new LocalDisk());
    try (DiskStore store = DiskStore.open(place, disk, DiskOptions.DEFAULT)) {
      Digest one = put(store, random(1, 50_000));
      Digest two = put(store, random(2, 50_000));
      try (WriteBatch batch = store.begin()) {
        batch.put(random(3, 50_000));
        batch.put(random(4, 50_000));
        batch.commit();
      }
      put(store, GARBAGE);
      put(store, random(5, 200_000));
      HashListTracer.keep(store, "1", List.of(one, two, Digest.of(random(3, 50_000))));
    }
    disk.leave(1_000); // the seal has room
    GcReport first = cleanOn(disk, Duration.ofSeconds(1));
    assertThat(first.condemned().blobs()).isEqualTo(2);
    assertThat(first.packsSkipped()).isEqualTo(3);
    assertThat(first.packsAfter()).isEqualTo(3);

    pass(Duration.ofHours(1));
    disk.leave(0); // but for what is deleted
    GcReport second = cleanOn(disk, Duration.ofSeconds(1));
    assertThat(second.deleted().blobs()).isEqualTo(2);
    assertThat(second.packsSkipped()).isZero();
    assertThat(second.packsAfter()).isEqualTo(1);
    assertThat(second.condemned().blobs()).isEqualTo(1);
    try (ObjectStore store = open()) {
      for (int i = 1; i <= 3; i++) {
        assertThat(read(store, random(i, 50_000))).isTrue();
      }
    }
    assertThat(files("tmp")).isEmpty();
  }

  @Test
  void withoutGraceWhatIsFreedInTheFirstPassIsUsedInTheSecond() throws IOException {
    FullDisk disk = new FullDisk(new LocalDisk());
    try (DiskStore store = DiskStore.open(place, disk, DiskOptions.DEFAULT)) {
      List<Digest> live = List.of(put(store, random(1, 50_000)), put(store, random(2, 50_000)));
      put(store, LARGE_GARBAGE);
      HashListTracer.keep(store, "1", live);
    }
    disk.leave(1_000);
    GcReport report = cleanOn(disk, Duration.ZERO);
    assertThat(report.deleted().blobs()).isEqualTo(1);
    assertThat(report.packsSkipped()).isZero();
    assertThat(report.packsAfter()).isEqualTo(1);
  }

  @Test
  void withoutGraceADiskWithoutSpaceForASealIsFreed() throws IOException {
    FullDisk disk = new FullDisk(new LocalDisk());
    try (DiskStore store = DiskStore.open(place, disk, DiskOptions.DEFAULT)) {
      put(store, LARGE_GARBAGE);
    }
    disk.leave(0);
    GcReport first = cleanOn(disk, Duration.ofSeconds(1));
    assertThat(first.condemned().blobs()).isEqualTo(1);
    assertThat(first.warnings()).singleElement().asString().contains("gc --grace 0s");

    disk.leave(0); // what was freed was a directory's
    GcReport second = cleanOn(disk, Duration.ZERO);
    assertThat(second.deleted().blobs()).isEqualTo(1);
    assertThat(files("condemned")).isEmpty();
  }

  private GcReport cleanOn(Disk disk, Duration grace) throws IOException {
    try (ObjectStore store = DiskStore.open(place, disk, DiskOptions.DEFAULT)) {
      return store.gc(new GcOptions(grace, 0, false, clock));
    }
  }

  /** A live blob and two that nothing names, each in a file of its own. */
  private void found() throws IOException {
    try (ObjectStore store = open()) {
      put(store, LIVE);
      put(store, GARBAGE);
      put(store, LARGE_GARBAGE);
      HashListTracer.keep(store, "1", List.of(Digest.of(LIVE)));
    }
  }

  private void condemn() throws IOException {
    pass(Duration.ofHours(2));
    assertThat(clean(Duration.ofHours(1)).condemned().blobs()).isEqualTo(2);
  }

  private void pass(Duration time) {
    clock = Clock.offset(clock, time);
  }

  private GcReport clean(Duration grace) throws IOException {
    try (ObjectStore store = open()) {
      return store.gc(new GcOptions(grace, 0, false, clock));
    }
  }

  private DiskStore open() throws IOException {
    return DiskStore.open(place, new LocalDisk(), DiskOptions.DEFAULT);
  }

  private static Digest put(ObjectStore store, byte[] blob) throws IOException {
    try (WriteBatch batch = store.begin()) {
      Digest digest = batch.put(blob);
      batch.commit();
      return digest;
    }
  }

  private static boolean read(ObjectStore store, byte[] blob) throws IOException {
    Hash hash = Digest.of(blob).hash();
    if (store.find(hash).isEmpty()) {
      return false;
    }
    assertThat(store.read(hash, blob.length)).isEqualTo(blob);
    return true;
  }

  private List<Path> files(String directory) throws IOException {
    Path under = place.resolve(directory);
    if (!Files.exists(under)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(under)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
