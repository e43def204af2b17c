package io.catalytic.store.remote;

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
import static io.catalytic.store.OldAndNew.readOrFail;
import static io.catalytic.store.OldAndNew.writeNew;
import static io.catalytic.store.OldAndNew.writeOld;
import static io.catalytic.store.OldAndNew.writeRefs;
import static io.catalytic.store.StoreContract.bytes;
import static io.catalytic.store.StoreContract.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.catalytic.digest.Digest;
import io.catalytic.store.FsckOptions;
import io.catalytic.store.FsckReport;
import io.catalytic.store.GcOptions;
import io.catalytic.store.HashListTracer;
import io.catalytic.store.ObjectStore;
import io.catalytic.store.StoreCopies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Fails each operation of what a store does, one after another, and looks at what is left. */
final class RemoteFaultWalkTest {
  private static final BatchLimits LIMITS = new BatchLimits(150_000, 1 << 20);

  private final StoreCopies stores;

  RemoteFaultWalkTest(@TempDir Path temp) {
    this.stores = new StoreCopies(temp);
  }

  @ParameterizedTest
  @EnumSource
  void aFaultInAnyStepOfPutAndCommitLeavesNothingHalfDone(FaultyRemote.Mode mode)
      throws IOException {
    for (long n = 1; ; n++) {
      Path folder = newStore();
      FaultyRemote remote = new FaultyRemote(FolderRemote.remote(folder));
      boolean failed;
      try (ObjectStore store = open(folder, remote)) {
        remote.failAt(n, mode);
        boolean committed = attempt(store);
        failed = remote.heal();

        checkOld(store);
        checkNew(store, committed);
        try (ObjectStore other = FolderRemote.open(folder, LIMITS)) {
          checkOld(other);
          checkNew(other, committed);
        }
        writeNew(store);
        checkNew(store, true);
        checkOld(store);
        assertThat(committed || failed).isTrue();
      }
      try (ObjectStore after = FolderRemote.open(folder, LIMITS)) {
        checkNew(after, true);
      }
      if (!failed) {
        assertThat(n).as("operations that were failed").isGreaterThan(10);
        return;
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aFaultWhileReadingIsNeverTakenForACorruptOrMissingBlob(FaultyRemote.Mode mode)
      throws IOException {
    Path folder = newStore();
    for (byte[] blob : List.of(OLD_SMALL, OLD_LARGE)) {
      for (long n = 1; ; n++) {
        FaultyRemote remote = new FaultyRemote(FolderRemote.remote(folder));
        boolean failed;
        try (ObjectStore store = open(folder, remote)) {
          remote.failAt(n, mode);
          readOrFail(store, blob);
          failed = remote.heal();
          checkOld(store);
          assertThat(store.stats().quarantined()).isZero();
        }
        if (!failed) {
          assertThat(n).isGreaterThan(3);
          break;
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aFaultWhileACorruptBlobIsSetAsideLosesNothingGood(FaultyRemote.Mode mode)
      throws IOException {
    for (byte[] blob : List.of(OLD_SMALL, OLD_LARGE)) {
      Digest digest = Digest.of(blob);
      for (long n = 1; ; n++) {
        Path folder = newStore();
        RemoteSpoiler.spoil(FolderRemote.objects(folder), folder, digest.hash());
        FaultyRemote remote = new FaultyRemote(FolderRemote.remote(folder));
        boolean failed;
        try (ObjectStore store = open(folder, remote)) {
          remote.failAt(n, mode);
          readCorrupt(store, digest);
          failed = remote.heal();
          healByPut(store, blob);
          try (ObjectStore other = FolderRemote.open(folder, LIMITS)) {
            checkOld(other);
          }
        }
        if (!failed) {
          assertThat(n).isGreaterThan(5);
          break;
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aFaultWhileARefIsWrittenLeavesTheOldOneOrTheNew(FaultyRemote.Mode mode) throws IOException {
    for (long n = 1; ; n++) {
      Path folder = newStore();
      FaultyRemote remote = new FaultyRemote(FolderRemote.remote(folder));
      boolean failed;
      try (ObjectStore store = open(folder, remote)) {
        store.refs().write("runs/1", bytes("old"));
        remote.failAt(n, mode);
        failing(() -> writeRefs(store));
        failed = remote.heal();
        checkRefs(store);
      }
      if (!failed) {
        assertThat(n).isGreaterThan(6);
        return;
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aFaultWhileAStoreIsFoundedCanBeRetried(FaultyRemote.Mode mode) throws IOException {
    for (long n = 1; ; n++) {
      Path folder = stores.newPlace();
      FaultyRemote remote = new FaultyRemote(FolderRemote.remote(folder));
      remote.failAt(n, mode);
      failing(() -> open(folder, remote).close());
      boolean failed = remote.heal();
      try (ObjectStore store = FolderRemote.open(folder, LIMITS)) {
        writeNew(store);
        checkNew(store, true);
      }
      if (!failed) {
        assertThat(n).isGreaterThan(2);
        return;
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aFaultInAnyStepOfACleaningLosesNothingThatIsNeeded(FaultyRemote.Mode mode)
      throws IOException {
    for (long n = 1; ; n++) {
      Path folder = newStoreWithGarbage();
      FaultyRemote remote = new FaultyRemote(FolderRemote.remote(folder));
      boolean failed;
      try (ObjectStore store = open(folder, remote)) {
        remote.failAt(n, mode);
        failing(() -> store.gc(cleanAfter(Duration.ofMinutes(1))));
        failed = remote.heal();
        checkOld(store);
      }
      try (ObjectStore after = FolderRemote.open(folder, LIMITS)) {
        checkOld(after);
        after.gc(cleanAfter(Duration.ofHours(2))); // the lease of the first has ended
        checkOld(after);
        checkNew(after, false);
        assertThat(after.find(Digest.of(SMALL.get(0)).hash())).isEmpty();
        assertThat(after.find(Digest.of(LARGE.get(0)).hash())).isEmpty();
        assertThat(after.stats().blobs()).isEqualTo(2);
        assertThat(FolderRemote.remote(folder).list(RemoteLayout.CONDEMNED)).isEmpty();
      }
      if (!failed) {
        assertThat(n).as("operations that were failed").isGreaterThan(30);
        return;
      }
    }
  }

  private static GcOptions cleanAfter(Duration later) {
    return new GcOptions(Duration.ZERO, 0, false, Clock.offset(Clock.systemUTC(), later));
  }

  private Path newStoreWithGarbage() throws IOException {
    return stores.copy(
        "with-garbage",
        folder -> {
          try (ObjectStore store = FolderRemote.open(folder, LIMITS)) {
            writeOld(store);
          }
          try (ObjectStore store = FolderRemote.open(folder, LIMITS)) {
            writeNew(store);
            HashListTracer.keep(store, "1", List.of(Digest.of(OLD_SMALL), Digest.of(OLD_LARGE)));
          }
        });
  }

  @ParameterizedTest
  @EnumSource
  void aFaultWhileADamagedPackIsReplacedLosesNothingGood(FaultyRemote.Mode mode)
      throws IOException {
    for (long n = 1; ; n++) {
      Path folder = newStore();
      String pack =
          FolderRemote.remote(folder).list(RemoteLayout.PACKS).stream()
              .map(Remote.Listed::name)
              .filter(name -> RemoteLayout.packId(name).isPresent())
              .findFirst()
              .orElseThrow();
      RemoteSpoiler.flipBit(folder.resolve(pack), Files.size(folder.resolve(pack)) - 3);
      FaultyRemote remote = new FaultyRemote(FolderRemote.remote(folder));
      boolean failed;
      try (ObjectStore store = open(folder, remote)) {
        remote.failAt(n, mode);
        failing(() -> store.fsck(FsckOptions.CHECK, finding -> {}));
        failed = remote.heal();
      }
      try (ObjectStore after = FolderRemote.open(folder, LIMITS)) {
        after.fsck(FsckOptions.CHECK, finding -> {});
        checkOld(after);
        assertThat(after.stats().quarantined()).as("the pack, and no blob").isEqualTo(1);
        assertThat(after.fsck(FsckOptions.CHECK, finding -> fail("found %s", finding)).status())
            .isEqualTo(FsckReport.Status.CLEAN);
      }
      if (!failed) {
        assertThat(n).as("operations that were failed").isGreaterThan(15);
        return;
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aFaultWhileASoundStoreIsCheckedSetsNothingAside(FaultyRemote.Mode mode) throws IOException {
    Path folder = newStore();
    for (long n = 1; ; n++) {
      FaultyRemote remote = new FaultyRemote(FolderRemote.remote(folder));
      try (ObjectStore store = open(folder, remote)) {
        remote.failAt(n, mode);
        try {
          FsckReport report = store.fsck(FsckOptions.CHECK, finding -> {});
          assertThat(report.status()).isIn(FsckReport.Status.CLEAN, FsckReport.Status.UNREADABLE);
        } catch (IOException e) {
          assertThat(e).hasStackTraceContaining("injected fault");
        }
        boolean failed = remote.heal();
        checkOld(store);
        assertThat(store.stats().quarantined()).isZero();
        if (!failed) {
          assertThat(n).isGreaterThan(8);
          return;
        }
      }
    }
  }

  @Test
  void anUploadThatIsCutIsNeverSeenOnS3() throws IOException {
    S3Server.use();
    BeamRemote s3 = new BeamRemote(S3Server.newPlace().root());
    FaultyRemote remote = new FaultyRemote(s3);
    for (int size : new int[] {1_000, 2 * RemoteFileSystems.PART + 5}) {
      remote.failAt(1, FaultyRemote.Mode.CUT);
      try {
        remote.put("packs/cut", new Chunk(random(5, size)));
        fail("the upload was not cut");
      } catch (FaultyRemote.InjectedFault e) {
        assertThat(s3.size("packs/cut")).isEmpty();
        assertThat(s3.list("")).isEmpty();
      }
    }
  }

  @Test
  void anUploadThatIsCutLeavesNothingWhereObjectsAreRenamed() throws IOException {
    Path folder = stores.newPlace();
    FaultyRemote remote = new FaultyRemote(FolderRemote.remote(folder));
    remote.failAt(1, FaultyRemote.Mode.CUT);
    try {
      remote.put("packs/cut", new Chunk(random(5, 100_000)));
      fail("the upload was not cut");
    } catch (FaultyRemote.InjectedFault e) {
      try (Stream<Path> files = Files.walk(folder)) {
        assertThat(files.filter(Files::isRegularFile)).isEmpty();
      }
    }
  }

  private Path newStore() throws IOException {
    return stores.copy(
        "old",
        folder -> {
          try (ObjectStore store = FolderRemote.open(folder, LIMITS)) {
            writeOld(store);
          }
        });
  }

  private static ObjectStore open(Path folder, Remote remote) throws IOException {
    return RemoteStore.open(FolderRemote.objects(folder, remote), LIMITS, true);
  }
}
