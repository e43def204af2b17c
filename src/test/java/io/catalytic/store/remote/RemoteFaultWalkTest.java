package io.catalytic.store.remote;

import static io.catalytic.store.StoreContract.bytes;
import static io.catalytic.store.StoreContract.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.catalytic.digest.Digest;
import io.catalytic.store.BlobCorruptException;
import io.catalytic.store.BlobMissingException;
import io.catalytic.store.FsckOptions;
import io.catalytic.store.FsckReport;
import io.catalytic.store.GcOptions;
import io.catalytic.store.HashListTracer;
import io.catalytic.store.ObjectStore;
import io.catalytic.store.WriteBatch;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Fails each operation of what a store does, one after another, and looks at what is left. */
final class RemoteFaultWalkTest {
  private static final BatchLimits LIMITS = new BatchLimits(150_000, 1 << 20);
  private static final byte[] OLD_SMALL = bytes("committed before");
  private static final byte[] OLD_LARGE = random(1, 300_000);
  private static final List<byte[]> SMALL =
      List.of(bytes("small"), new byte[0], random(2, 100_000), bytes("another"));
  private static final List<byte[]> LARGE = List.of(random(3, 200_000), random(4, 300_000));

  @TempDir private Path temp;
  private int rounds;

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

  private static boolean attempt(ObjectStore store) {
    try {
      writeNew(store);
      return true;
    } catch (IOException e) {
      assertThat(e).hasStackTraceContaining("injected fault");
      return false;
    }
  }

  private static void writeNew(ObjectStore store) throws IOException {
    try (WriteBatch batch = store.begin()) {
      batch.put(OLD_SMALL);
      batch.put(SMALL.get(0));
      batch.put(new ByteArrayInputStream(LARGE.get(0)));
      batch.put(SMALL.get(1));
      batch.put(new ByteArrayInputStream(OLD_LARGE));
      batch.put(new ByteArrayInputStream(SMALL.get(2)));
      batch.put(LARGE.get(1));
      batch.put(SMALL.get(3));
      batch.commit();
    }
  }

  private static void checkOld(ObjectStore store) throws IOException {
    assertThat(readIfThere(store, OLD_SMALL)).isTrue();
    assertThat(readIfThere(store, OLD_LARGE)).isTrue();
  }

  private static void checkNew(ObjectStore store, boolean committed) throws IOException {
    for (byte[] blob : LARGE) {
      boolean there = readIfThere(store, blob);
      assertThat(there || !committed).isTrue();
    }
    List<Boolean> small = new ArrayList<>();
    for (byte[] blob : SMALL) {
      small.add(readIfThere(store, blob));
    }
    assertThat(small).as("small blobs of one batch").containsOnly(small.get(0));
    assertThat(!committed || small.get(0)).isTrue();
    assertThat(store.stats().quarantined()).isZero();
  }

  /** Returns whether a store has a blob; fails if what it has is not the blob. */
  private static boolean readIfThere(ObjectStore store, byte[] blob) throws IOException {
    Digest digest = Digest.of(blob);
    Optional<Digest> found = store.find(digest.hash());
    if (found.isEmpty()) {
      return false;
    }
    assertThat(found).contains(digest);
    assertThat(store.read(digest.hash(), digest.size())).isEqualTo(blob);
    return true;
  }

  @ParameterizedTest
  @EnumSource
  void aFaultWhileReadingIsNeverTakenForACorruptOrMissingBlob(FaultyRemote.Mode mode)
      throws IOException {
    Path folder = newStore();
    for (byte[] blob : List.of(OLD_SMALL, OLD_LARGE)) {
      Digest digest = Digest.of(blob);
      for (long n = 1; ; n++) {
        FaultyRemote remote = new FaultyRemote(FolderRemote.remote(folder));
        boolean failed;
        try (ObjectStore store = open(folder, remote)) {
          remote.failAt(n, mode);
          try {
            assertThat(store.find(digest.hash())).contains(digest);
            assertThat(store.read(digest.hash(), digest.size())).isEqualTo(blob);
          } catch (BlobCorruptException | BlobMissingException e) {
            fail("a fault of the remote was taken for the blob's", e);
          } catch (IOException e) {
            assertThat(e).hasStackTraceContaining("injected fault");
          }
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
          try {
            store.read(digest.hash(), digest.size());
            fail("read a corrupt blob");
          } catch (IOException e) {
            assertThat(e).isNotInstanceOf(BlobMissingException.class);
          }
          failed = remote.heal();
          makeMissing(store, digest);
          try (WriteBatch batch = store.begin()) {
            batch.put(blob);
            batch.commit();
          }
          checkOld(store);
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

  /** Reads a corrupt blob until it counts as missing, which the second time has to do. */
  private static void makeMissing(ObjectStore store, Digest digest) throws IOException {
    try {
      store.read(digest.hash(), digest.size());
      fail("read a corrupt blob");
    } catch (BlobCorruptException | BlobMissingException e) {
      assertThat(store.find(digest.hash())).isEmpty();
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
        try {
          store.refs().write("runs/1", bytes("new"));
          store.refs().write("other/2", bytes("2"));
          assertThat(store.refs().delete("other/2")).isTrue();
        } catch (IOException e) {
          assertThat(e).hasStackTraceContaining("injected fault");
        }
        failed = remote.heal();
        assertThat(store.refs().read("runs/1").orElseThrow()).isIn(bytes("old"), bytes("new"));
        store.refs().write("runs/1", bytes("newest"));
        assertThat(store.refs().read("runs/1")).contains(bytes("newest"));
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
      Path folder = newFolder();
      FaultyRemote remote = new FaultyRemote(FolderRemote.remote(folder));
      remote.failAt(n, mode);
      try {
        open(folder, remote).close();
      } catch (IOException e) {
        assertThat(e).hasStackTraceContaining("injected fault");
      }
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
        try {
          store.gc(cleanAfter(Duration.ofMinutes(1)));
        } catch (IOException e) {
          assertThat(e).hasStackTraceContaining("injected fault");
        }
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
    Path folder = newStore();
    try (ObjectStore store = FolderRemote.open(folder, LIMITS)) {
      writeNew(store);
      HashListTracer.keep(store, "1", List.of(Digest.of(OLD_SMALL), Digest.of(OLD_LARGE)));
    }
    return folder;
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
        try {
          store.fsck(FsckOptions.CHECK, finding -> {});
        } catch (IOException e) {
          assertThat(e).hasStackTraceContaining("injected fault");
        }
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
    Path folder = newFolder();
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

  private Path newFolder() {
    return temp.resolve("store-" + rounds++);
  }

  private Path newStore() throws IOException {
    Path folder = newFolder();
    try (ObjectStore store = FolderRemote.open(folder, LIMITS);
        WriteBatch batch = store.begin()) {
      batch.put(OLD_SMALL);
      batch.put(OLD_LARGE);
      batch.commit();
    }
    return folder;
  }

  private static ObjectStore open(Path folder, Remote remote) throws IOException {
    return RemoteStore.open(FolderRemote.objects(folder, remote), LIMITS, true);
  }
}
