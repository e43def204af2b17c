package io.catalytic.store.disk;

import static io.catalytic.store.HashListTracer.keep;
import static io.catalytic.store.OldAndNew.LARGE;
import static io.catalytic.store.OldAndNew.OLD_LARGE;
import static io.catalytic.store.OldAndNew.OLD_SMALL;
import static io.catalytic.store.OldAndNew.SMALL;
import static io.catalytic.store.OldAndNew.attempt;
import static io.catalytic.store.OldAndNew.checkNew;
import static io.catalytic.store.OldAndNew.checkOld;
import static io.catalytic.store.OldAndNew.checkRefs;
import static io.catalytic.store.OldAndNew.failing;
import static io.catalytic.store.OldAndNew.healByPut;
import static io.catalytic.store.OldAndNew.readCorrupt;
import static io.catalytic.store.OldAndNew.readIfThere;
import static io.catalytic.store.OldAndNew.readOrFail;
import static io.catalytic.store.OldAndNew.writeNew;
import static io.catalytic.store.OldAndNew.writeOld;
import static io.catalytic.store.OldAndNew.writeRefs;
import static io.catalytic.store.StoreContract.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.catalytic.digest.Digest;
import io.catalytic.store.Finding;
import io.catalytic.store.FsckOptions;
import io.catalytic.store.FsckReport;
import io.catalytic.store.GcOptions;
import io.catalytic.store.StoreCopies;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Fails each file operation of what a store does, one after another, and looks at what is left. */
final class FaultWalkTest {
  private static final GcOptions NOW =
      new GcOptions(
          Duration.ZERO, 0, false, Clock.offset(Clock.systemUTC(), Duration.ofMinutes(1)));

  private final StoreCopies stores;

  FaultWalkTest(@TempDir Path directory) {
    this.stores = new StoreCopies(directory);
  }

  @ParameterizedTest
  @EnumSource
  void aFaultInAnyStepOfPutAndCommitLeavesNothingHalfDone(FaultyDisk.Mode mode) throws IOException {
    for (long n = 1; ; n++) {
      FaultyDisk disk = new FaultyDisk(unforced());
      Path place = newStore();
      try (DiskStore store = DiskStore.open(place, disk, DiskOptions.DEFAULT)) {
        disk.failAt(n, mode);
        boolean committed = attempt(store);
        boolean failed = disk.heal();

        checkOld(store);
        checkNew(store, committed);
        try (DiskStore other = open(place)) {
          checkOld(other);
          checkNew(other, committed);
        }
        writeNew(store);
        checkNew(store, true);
        checkOld(store);
        if (!failed) {
          assertThat(committed).isTrue();
          assertThat(n).as("operations that were failed").isGreaterThan(20);
          return;
        }
      }
      try (DiskStore after = open(place)) {
        checkNew(after, true);
        writeNew(after); // the first batch sweeps
      }
      assertNoTemporaryFiles(place, mode, n);
    }
  }

  private static void assertNoTemporaryFiles(Path place, FaultyDisk.Mode mode, long n)
      throws IOException {
    try (Stream<Path> left = Files.list(place.resolve("tmp"))) {
      assertThat(left).as("%s %d", mode, n).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aFaultWhileReadingIsNeverTakenForACorruptOrMissingBlob(FaultyDisk.Mode mode)
      throws IOException {
    FaultyDisk disk = new FaultyDisk(unforced());
    for (byte[] blob : List.of(OLD_SMALL, OLD_LARGE)) {
      for (long n = 1; ; n++) {
        try (DiskStore store = DiskStore.open(newStore(), disk, DiskOptions.DEFAULT)) {
          disk.failAt(n, mode);
          readOrFail(store, blob);
          boolean failed = disk.heal();
          checkOld(store);
          assertThat(store.stats().quarantined()).isZero();
          if (!failed) {
            assertThat(n).isGreaterThan(3);
            break;
          }
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aFaultWhileACorruptBlobIsSetAsideLosesNothingGood(FaultyDisk.Mode mode) throws IOException {
    FaultyDisk disk = new FaultyDisk(unforced());
    for (byte[] blob : List.of(OLD_SMALL, OLD_LARGE)) {
      Digest digest = Digest.of(blob);
      for (long n = 1; ; n++) {
        Path place = newStore();
        DiskSpoiler.spoil(place, digest.hash());
        try (DiskStore store = DiskStore.open(place, disk, DiskOptions.DEFAULT)) {
          disk.failAt(n, mode);
          readCorrupt(store, digest);
          boolean failed = disk.heal();
          healByPut(store, blob);
          try (DiskStore other = open(place)) {
            checkOld(other);
          }
          if (!failed) {
            assertThat(n).isGreaterThan(5);
            break;
          }
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aFaultWhileARefIsWrittenLeavesTheOldOneOrTheNew(FaultyDisk.Mode mode) throws IOException {
    for (long n = 1; ; n++) {
      FaultyDisk disk = new FaultyDisk(unforced());
      Path place = newStore();
      try (DiskStore store = DiskStore.open(place, disk, DiskOptions.DEFAULT)) {
        store.refs().write("runs/1", bytes("old"));
        disk.failAt(n, mode);
        failing(() -> writeRefs(store));
        boolean failed = disk.heal();
        checkRefs(store);
        if (!failed) {
          assertThat(n).isGreaterThan(10);
          return;
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aFaultWhileAStoreIsCheckedSetsNothingGoodAside(FaultyDisk.Mode mode) throws IOException {
    Path place = newStore();
    for (long n = 1; ; n++) {
      FaultyDisk disk = new FaultyDisk(unforced());
      try (DiskStore store = DiskStore.open(place, disk, DiskOptions.DEFAULT)) {
        List<Finding> found = new ArrayList<>();
        disk.failAt(n, mode);
        failing(() -> store.fsck(FsckOptions.CHECK, found::add));
        assertThat(found).allMatch(finding -> finding.kind() == Finding.Kind.UNREADABLE);
        boolean failed = disk.heal();
        checkOld(store);
        assertThat(store.stats().quarantined()).isZero();
        if (!failed) {
          assertThat(found).isEmpty();
          assertThat(n).as("operations that were failed").isGreaterThan(15);
          return;
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aFaultWhileADamagedStoreIsRepairedLosesNothingAndTheNextRepairIsWhole(FaultyDisk.Mode mode)
      throws IOException {
    walkRepair(OLD_LARGE, false, mode);
    walkRepair(OLD_SMALL, false, mode);
    walkRepair(OLD_SMALL, true, mode);
  }

  private void walkRepair(byte[] blob, boolean index, FaultyDisk.Mode mode) throws IOException {
    FsckOptions repair =
        FsckOptions.repairing(taker -> taker.take("copy", () -> new ByteArrayInputStream(blob)));
    for (long n = 1; ; n++) {
      FaultyDisk disk = new FaultyDisk(unforced());
      Path place = newStore();
      DiskSpoiler.spoil(place, Digest.of(blob).hash());
      if (index) {
        spoilTrailer(place);
      }
      try (DiskStore store = DiskStore.open(place, disk, DiskOptions.DEFAULT)) {
        disk.failAt(n, mode);
        FsckReport.Status status = FsckReport.Status.UNREADABLE;
        try {
          status = store.fsck(repair, finding -> {}).status();
        } catch (IOException e) {
          assertThat(e).hasStackTraceContaining("injected fault");
        }
        boolean failed = disk.heal();
        for (byte[] good : List.of(OLD_SMALL, OLD_LARGE)) {
          if (!Arrays.equals(good, blob) || status == FsckReport.Status.HEALED) {
            assertThat(readIfThere(store, good)).isTrue();
          }
        }
        assertThat(store.fsck(repair, finding -> {}).status())
            .isIn(FsckReport.Status.HEALED, FsckReport.Status.CLEAN);
        checkOld(store);
        if (!failed) {
          assertThat(status).isEqualTo(FsckReport.Status.HEALED);
          assertThat(n).isGreaterThan(25);
          return;
        }
      }
      try (DiskStore after = open(place)) {
        checkOld(after);
        assertThat(after.fsck(FsckOptions.CHECK, finding -> fail("%s", finding)).status())
            .isEqualTo(FsckReport.Status.CLEAN);
      }
    }
  }

  private static void spoilTrailer(Path place) throws IOException {
    try (Stream<Path> packs = Files.list(place.resolve("packs"))) {
      for (Path pack : packs.toList()) {
        DiskSpoiler.flipBit(pack, (int) Files.size(pack) - 20);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aFaultWhileAStoreIsFoundedCanBeRetried(FaultyDisk.Mode mode) throws IOException {
    for (long n = 1; ; n++) {
      FaultyDisk disk = new FaultyDisk(unforced());
      Path place = stores.newPlace().resolve("store");
      disk.failAt(n, mode);
      failing(() -> DiskStore.open(place, disk, DiskOptions.DEFAULT).close());
      boolean failed = disk.heal();
      try (DiskStore store = open(place)) {
        writeNew(store);
        checkNew(store, true);
      }
      if (!failed) {
        assertThat(n).isGreaterThan(6);
        return;
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aFaultInAnyStepOfACleaningLosesNothingThatIsNeeded(FaultyDisk.Mode mode) throws IOException {
    for (long n = 1; ; n++) {
      FaultyDisk disk = new FaultyDisk(unforced());
      Path place = newStoreWithGarbage();
      boolean failed;
      try (DiskStore store = DiskStore.open(place, disk, DiskOptions.DEFAULT)) {
        disk.failAt(n, mode);
        failing(() -> store.gc(NOW));
        failed = disk.heal();
        checkOld(store);
        checkNewIsWholeOrGone(store);
      }
      try (DiskStore other = open(place)) {
        checkOld(other);
        other.gc(NOW);
        checkOld(other);
        other.gc(NOW); // the one before may have brought something back that was only half deleted
        for (byte[] blob : SMALL) {
          assertThat(readIfThere(other, blob)).as("%s %d", mode, n).isFalse();
        }
        assertThat(new LocalDisk().list(place.resolve("condemned"))).as("%s %d", mode, n).isEmpty();
        writeNew(other);
        checkNew(other, true);
      }
      assertNoTemporaryFiles(place, mode, n);
      if (!failed) {
        assertThat(n).as("operations that were failed").isGreaterThan(100);
        return;
      }
    }
  }

  private static void checkNewIsWholeOrGone(DiskStore store) throws IOException {
    for (byte[] blob : Stream.concat(SMALL.stream(), LARGE.stream()).toList()) {
      readIfThere(store, blob);
    }
    assertThat(store.stats().quarantined()).isZero();
  }

  private Path newStore() throws IOException {
    return stores.copy(
        "old",
        place -> {
          try (DiskStore store = open(place)) {
            writeOld(store);
          }
        });
  }

  private Path newStoreWithGarbage() throws IOException {
    return stores.copy(
        "with-garbage",
        place -> {
          try (DiskStore store = open(place)) {
            writeOld(store);
          }
          try (DiskStore store = open(place)) {
            writeNew(store);
            keep(store, "1", List.of(Digest.of(OLD_SMALL), Digest.of(OLD_LARGE)));
          }
        });
  }

  private static DiskStore open(Path place) throws IOException {
    return DiskStore.open(place, new FaultyDisk(unforced()), DiskOptions.DEFAULT);
  }

  /** Returns a disk on which forcing costs nothing: that matters to power cuts only. */
  private static Disk unforced() {
    return new RecordingDisk(new LocalDisk());
  }
}
