package io.catalytic.store.disk;

import static io.catalytic.store.StoreContract.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What counts as not being there. */
final class LocalDiskTest {
  private final Disk disk = new LocalDisk();
  private final Path place;

  LocalDiskTest(@TempDir Path place) {
    this.place = place;
  }

  @Test
  void onlyWhatTheFileSystemSaysIsNotThereIsAbsent() throws IOException {
    Path file = Files.write(place.resolve("file"), bytes("four"));
    Path empty = Files.createFile(place.resolve("empty"));
    assertThat(disk.size(file)).isEqualTo(4);
    assertThat(disk.size(empty)).isZero();
    assertThat(disk.isDirectory(file)).isFalse();
    assertThat(disk.isDirectory(place)).isTrue();
    for (String absent : new String[] {"none", "none/under/none"}) {
      assertThat(disk.size(place.resolve(absent))).isEqualTo(Disk.ABSENT);
      assertThat(disk.isDirectory(place.resolve(absent))).isFalse();
      assertThat(disk.modified(place.resolve(absent))).isZero();
      assertThat(disk.list(place.resolve(absent))).isEmpty();
    }
  }

  @Test
  void whatCannotBeToldIsAnErrorAndNotAbsence() throws IOException {
    Files.createFile(place.resolve("file"));
    Files.createSymbolicLink(place.resolve("loop"), Path.of("loop"));
    for (Path path :
        List.of(
            place.resolve("file/under"),
            place.resolve("loop"),
            place.resolve("loop/under"),
            place.resolve("x".repeat(300)))) {
      assertThatThrownBy(() -> disk.size(path)).isInstanceOf(FileSystemException.class);
      assertThatThrownBy(() -> disk.isDirectory(path)).isInstanceOf(FileSystemException.class);
      assertThatThrownBy(() -> disk.modified(path)).isInstanceOf(FileSystemException.class);
      assertThatThrownBy(() -> disk.list(path)).isInstanceOf(FileSystemException.class);
    }
  }
}
