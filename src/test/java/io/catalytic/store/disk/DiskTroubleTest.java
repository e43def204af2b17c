package io.catalytic.store.disk;

import static io.catalytic.store.StoreContract.assertHolds;
import static io.catalytic.store.StoreContract.bytes;
import static io.catalytic.store.StoreContract.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.catalytic.digest.Digest;
import io.catalytic.digest.Hash;
import io.catalytic.store.BlobCorruptException;
import io.catalytic.store.Finding;
import io.catalytic.store.FsckOptions;
import io.catalytic.store.FsckReport;
import io.catalytic.store.ObjectStore;
import io.catalytic.store.Stores;
import io.catalytic.store.WriteBatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A full disk, one that can't be written, one that goes away. */
final class DiskTroubleTest {
  private final Path directory;

  DiskTroubleTest(@TempDir Path directory) {
    this.directory = directory.resolve("store");
  }

  @Test
  void aWriteThatFailsNamesTheFileAndSaysWhatToDo() throws IOException {
    FaultyDisk disk = new FaultyDisk(new LocalDisk());
    try (DiskStore store = DiskStore.open(directory, disk, DiskOptions.DEFAULT);
        WriteBatch batch = store.begin()) {
      batch.put(bytes("a small one"));
      disk.failWith("No space left on device");
      disk.failAt(3, FaultyDisk.Mode.ONCE); // after the look for the blob, and the file's making
      assertThatThrownBy(() -> batch.put(random(1, 300_000)))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith(directory.resolve("tmp").toString())
          .hasMessageEndingWith(
              ": No space left on device; free some space for the store in "
                  + directory
                  + " and put the batch again");
      disk.heal();
    }
  }

  @Test
  void aFullDiskLosesNothingThatWasCommitted() throws Exception {
    Path mounted = Files.createDirectories(directory.resolveSibling("mounted"));
    assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", mounted.toString()));
    try {
      fillUp(mounted.resolve("store"));
    } finally {
      assertThat(run("umount", mounted.toString())).isTrue();
    }
  }

  private static void fillUp(Path place) throws IOException {
    try (ObjectStore store = Stores.open(place.toString())) {
      Digest before = commit(store, random(1, 1 << 20));
      for (int size : new int[] {100_000, 400_000}) {
        try (WriteBatch batch = store.begin()) {
          assertThatThrownBy(
                  () -> {
                    for (int blob = 0; blob < 40; blob++) {
                      batch.put(random(blob, size));
                    }
                    batch.commit();
                  })
              .isInstanceOf(IOException.class)
              .hasMessageStartingWith(place.toString())
              .hasMessageContaining("No space left on device; free some space for the store in ");
        }
        assertHolds(store, 1, 1 << 20);
        assertThat(store.read(before.hash(), 1 << 20)).isEqualTo(random(1, 1 << 20));
      }
      commit(store, random(2, 1 << 20));
    }
    try (Stream<Path> left = Files.list(place.resolve("tmp"))) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void aStoreOnAReadOnlyDiskCanBeReadAndSaysThatItCannotBeWritten() throws Exception {
    Path mounted = Files.createDirectories(directory.resolveSibling("mounted"));
    assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", mounted.toString()));
    Path place = mounted.resolve("store");
    try {
      Digest small;
      Digest bad;
      try (ObjectStore store = Stores.open(place.toString())) {
        small = commit(store, bytes("small"));
        bad = commit(store, bytes("to be spoilt"));
      }
      DiskSpoiler.spoil(place, bad.hash());
      assertThat(run("mount", "-o", "remount,ro", mounted.toString())).isTrue();
      try (ObjectStore store = Stores.open(place.toString())) {
        assertThat(store.read(small.hash(), 5)).isEqualTo(bytes("small"));
        assertThatThrownBy(() -> store.read(bad.hash(), 20))
            .isInstanceOf(BlobCorruptException.class);
        List<Finding> found = new ArrayList<>();
        assertThat(store.fsck(FsckOptions.CHECK, found::add).status())
            .isEqualTo(FsckReport.Status.DAMAGED);
        assertThat(found)
            .singleElement()
            .satisfies(finding -> assertThat(finding.hash()).contains(bad.hash()))
            .satisfies(finding -> assertThat(finding.done()).isEqualTo(Finding.Done.LEFT))
            .asString()
            .contains("; not set aside: " + place.resolve("tmp") + ": cannot write: Read-only");
        for (Stubborn action :
            new Stubborn[] {store::begin, () -> store.refs().write("a", bytes("b"))}) {
          assertThatThrownBy(action::run)
              .isInstanceOf(IOException.class)
              .hasMessage(
                  place.resolve("tmp")
                      + ": cannot write: Read-only file system; the store in "
                      + place
                      + " can't be used so by this user: change its owner or mode, or use another"
                      + " store");
        }
      }
      assertThatThrownBy(() -> Stores.open(mounted.resolve("another").toString()))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith(mounted.resolve("another") + ": cannot make the directory: ");
    } finally {
      assertThat(run("umount", mounted.toString())).isTrue();
    }
  }

  private interface Stubborn {
    void run() throws IOException;
  }

  @Test
  void aStoreWhoseDirectoryVanishedSaysSoAndLosesNoBlobSilently() throws IOException {
    try (ObjectStore store = Stores.open(directory.toString())) {
      Hash small = commit(store, bytes("small")).hash();
      Hash large = commit(store, random(1, 300_000)).hash();
      assertThat(store.find(small)).isPresent();
      Path away = directory.resolveSibling("away");
      try (WriteBatch batch = store.begin()) {
        batch.put(bytes("more"));
        Files.move(directory, away);

        for (Stubborn action :
            new Stubborn[] {
              () -> store.find(small),
              () -> store.find(large),
              () -> store.open(small),
              () -> store.read(large, 300_000),
              () -> store.refs().read("a"),
              () -> store.refs().write("a", bytes("b")),
              () -> store.refs().list("a"),
              () -> store.refs().delete("a"),
              store::stats,
              () -> batch.put(random(2, 300_000)),
              batch::commit
            }) {
          assertThatThrownBy(action::run)
              .isInstanceOf(IOException.class)
              .hasMessage(
                  directory
                      + ": the store that was opened here is gone; see whether its disk is still"
                      + " mounted, or name another store");
        }
        Files.move(away, directory);
      }
      assertThat(store.read(small, 5)).isEqualTo(bytes("small"));
      commit(store, bytes("more"));
    }
  }

  private static boolean run(String... command) throws IOException, InterruptedException {
    try {
      return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
    } catch (IOException e) {
      return false; // no such command here
    }
  }

  private static Digest commit(ObjectStore store, byte[] bytes) throws IOException {
    try (WriteBatch batch = store.begin()) {
      Digest digest = batch.put(bytes);
      batch.commit();
      return digest;
    }
  }
}
