package io.catalytic.store.disk;

import static io.catalytic.store.StoreContract.bytes;
import static io.catalytic.store.StoreContract.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catalytic.digest.Digest;
import io.catalytic.digest.Hash;
import io.catalytic.store.GcReport;
import io.catalytic.store.HashListTracer;
import io.catalytic.store.Leases;
import io.catalytic.store.ObjectStore;
import io.catalytic.store.WriteBatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a store on disk is cleaned beside those who use it. */
final class GarbageCollectionTest extends CleanedStore {
  private static final byte[] LIVE = bytes("live");
  private static final byte[] GARBAGE = bytes("garbage");
  private static final byte[] LARGE_GARBAGE = random(1, 200_000);

  GarbageCollectionTest(@TempDir Path directory) {
    super(directory);
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
}
