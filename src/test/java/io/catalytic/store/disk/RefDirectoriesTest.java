package io.catalytic.store.disk;

import static io.catalytic.store.StoreContract.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import io.catalytic.store.ObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The directories in which refs lie come with the first and go with the last. */
final class RefDirectoriesTest {
  private final Path directory;
  private final Path place;

  RefDirectoriesTest(@TempDir Path directory) throws IOException {
    this.directory = directory;
    place = Files.createDirectory(directory.resolve("store"));
  }

  @Test
  void thoseAboveADeletedRefThatAreEmptyGoWithItButForThatOfItsKind() throws IOException {
    try (ObjectStore store = open(new LocalDisk())) {
      for (String name : new String[] {"contexts/a/released/1", "contexts/a/added/2", "roots/3"}) {
        store.refs().write(name, bytes(name));
      }
      assertThat(store.refs().delete("contexts/a/released/1")).isTrue();
      assertThat(place.resolve("refs/contexts/a")).isDirectoryContaining("glob:**/added");
      assertThat(place.resolve("refs/contexts/a/released")).doesNotExist();
      assertThat(store.refs().delete("contexts/a/added/2")).isTrue();
      assertThat(place.resolve("refs/contexts")).isEmptyDirectory();
      assertThat(store.refs().delete("roots/3")).isTrue();
      assertThat(place.resolve("refs/roots")).isEmptyDirectory();
      assertThat(store.refs().list("")).isEmpty();
      store.refs().write("contexts/a/released/1", bytes("again"));
      assertThat(store.refs().read("contexts/a/released/1")).contains(bytes("again"));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 50})
  void aRefIsWrittenThoughAnotherProcessRemovesItsDirectoriesMeanwhile(int times)
      throws IOException {
    int[] left = {times};
    Disk beside =
        new PassingDisk(new LocalDisk()) {
          @Override
          public void rename(Path from, Path to) throws IOException {
            if (to.endsWith("contexts/a/released/1") && left[0]-- > 0) {
              Files.delete(to.resolveSibling(""));
              Files.delete(to.resolveSibling("").resolveSibling(""));
            }
            super.rename(from, to);
          }
        };
    try (ObjectStore store = open(beside)) {
      store.refs().write("contexts/a/released/1", bytes("x"));
      assertThat(left[0]).isNegative();
      assertThat(store.refs().read("contexts/a/released/1")).contains(bytes("x"));
    }
    assertThat(new LocalDisk().list(place.resolve("tmp"))).isEmpty();
  }

  @Test
  void aRefIsDeletedThoughAnotherProcessRemovesItsDirectoryAtOnce() throws IOException {
    Disk beside =
        new PassingDisk(new LocalDisk()) {
          @Override
          public void delete(Path path) throws IOException {
            super.delete(path);
            if (path.endsWith("contexts/a/1")) {
              super.delete(path.resolveSibling(""));
            }
          }
        };
    try (ObjectStore store = open(beside)) {
      store.refs().write("contexts/a/1", bytes("x"));
      assertThat(store.refs().delete("contexts/a/1")).isTrue();
    }
    assertThat(place.resolve("refs/contexts")).isEmptyDirectory();
  }

  @Test
  void aRefSurvivesAPowerCutInADirectoryThatAnotherProcessMadeAnewAndNeverForced()
      throws IOException {
    RecordingDisk disk = new RecordingDisk(new LocalDisk());
    FaultyDisk dying = new FaultyDisk(disk);
    try (ObjectStore store = open(disk);
        ObjectStore other = open(dying)) {
      store.refs().write("contexts/a/1", bytes("first"));
      other.refs().write("contexts/b", bytes("claims its place"));
      assertThat(store.refs().delete("contexts/a/1")).isTrue();
      dying.failForcedDirectories();
      try {
        other.refs().write("contexts/a/2", bytes("never forced"));
      } catch (IOException e) {
        assertThat(e).hasStackTraceContaining("injected fault: force");
      }
      store.refs().write("contexts/a/3", bytes("forced"));
    }
    PowerCut model = new PowerCut(place);
    disk.steps().forEach(model::play);
    Path left = directory.resolve("left");
    model.cut(left, PowerCut.Fate.LOST, new Random(0));
    try (ObjectStore after = DiskStore.open(left, new LocalDisk(), DiskOptions.DEFAULT)) {
      assertThat(after.refs().read("contexts/a/3")).contains(bytes("forced"));
    }
  }

  private DiskStore open(Disk disk) throws IOException {
    return DiskStore.open(place, disk, DiskOptions.DEFAULT);
  }
}
