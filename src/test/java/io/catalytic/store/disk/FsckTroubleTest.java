package io.catalytic.store.disk;

import static io.catalytic.store.StoreContract.bytes;
import static io.catalytic.store.StoreContract.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catalytic.digest.Digest;
import io.catalytic.digest.Hash;
import io.catalytic.store.Finding;
import io.catalytic.store.Finding.Kind;
import io.catalytic.store.FsckOptions;
import io.catalytic.store.FsckReport.Status;
import io.catalytic.store.ObjectStore;
import io.catalytic.store.Stores;
import io.catalytic.store.WriteBatch;
import io.catalytic.store.pack.ByteSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a check makes of a failing disk, and of those who work beside it. */
final class FsckTroubleTest {
  private final CheckedStore checked;
  private final Path place;

  FsckTroubleTest(@TempDir Path directory) throws IOException {
    checked = new CheckedStore(directory);
    place = checked.place();
    checked.make();
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
}
