package io.catalytic.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StoresTest {
  private final Path directory;

  StoresTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void aNewDirectoryBecomesAStore() throws IOException {
    Path place = directory.resolve("new/store");
    Stores.open(place.toString()).close();

    assertThat(place.resolve("format.json"))
        .hasContent("{\"format\":\"catalytic-store\",\"version\":1}");
    try (var files = Files.list(place)) {
      assertThat(files).containsExactly(place.resolve("format.json"));
    }
  }

  @Test
  void aStrangersDirectoryIsNeverAdopted() throws IOException {
    Files.writeString(directory.resolve("thesis.txt"), "mine");

    assertThatThrownBy(() -> Stores.open(directory.toString()))
        .isInstanceOf(IOException.class)
        .hasMessage(
            directory
                + ": not a store, and not empty (it holds thesis.txt); name an empty or a new"
                + " directory");
    assertThat(directory.resolve("format.json")).doesNotExist();
  }

  @Test
  void aFileIsNoStore() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "x");

    assertThatThrownBy(() -> Stores.open(file.toString()))
        .isInstanceOf(IOException.class)
        .hasMessage(file + ": is a file, not a directory; a store is a directory of its own");
  }

  @Test
  void aNewerVersionIsRefusedByName() throws IOException {
    Files.writeString(
        directory.resolve("format.json"), "{\"format\":\"catalytic-store\",\"version\":2}");

    assertThatThrownBy(() -> Stores.open(directory.toString()))
        .isInstanceOf(IOException.class)
        .hasMessage(
            directory.resolve("format.json")
                + ": /version: this store is of version 2, and this program knows only 1; use a"
                + " newer program");
  }

  @Test
  void aFormatFileThatIsNoneIsRefused() throws IOException {
    for (String text :
        new String[] {
          "",
          "[]",
          "{\"format\":\"other\",\"version\":1}",
          "{\"version\":1}",
          "{\"format\":\"catalytic-store\"}",
          "{\"format\":\"catalytic-store\",\"version\":\"1\"}",
          "{\"format\":\"catalytic-store\",\"version\":0}",
          "{\"format\":\"catalytic-store\",\"version\":1.5}"
        }) {
      Files.writeString(directory.resolve("format.json"), text);
      assertThatThrownBy(() -> Stores.open(directory.toString()))
          .as(text)
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith(directory.resolve("format.json") + ": ");
    }
  }

  @Test
  void aDraftThatACrashLeftDoesNotMakeADirectoryAStrangers() throws IOException {
    Files.writeString(directory.resolve(".format-1234"), "{");
    Stores.open(directory.toString()).close();

    assertThat(directory.resolve(".format-1234")).doesNotExist();
  }

  @Test
  void anUnknownSchemeIsNamedWithThoseThereAre() {
    assertThatThrownBy(() -> Stores.open("ftp://host/x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("ftp://host/x: there is no kind of store for ftp://; ");
  }
}
