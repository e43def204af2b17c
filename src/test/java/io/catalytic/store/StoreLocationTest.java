package io.catalytic.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class StoreLocationTest {

  @ParameterizedTest
  @CsvSource({
    "/a/b, /a/b",
    "file:/a/b, /a/b",
    "file:///a/b, /a/b",
    "FILE:///a/b, /a/b",
    "File:/a/b, /a/b",
    "file://localhost/a/b, /a/b",
    "file:///a%20b, /a b",
    "/odd:name, /odd:name",
    "/a/file:/b, /a/file:/b",
  })
  void aDirectoryIsOneHoweverItIsWritten(String text, String path) {
    StoreLocation location = StoreLocation.parse(text);
    assertThat(location.scheme()).isEqualTo("file");
    assertThat(location.directory()).contains(Path.of(path));
    assertThat(StoreLocation.parse(location.text())).isEqualTo(location);
  }

  @Test
  void aPathThatIsNotAbsoluteIsFromTheWorkingDirectory() {
    for (String text : new String[] {"store", "odd:name", "./file:name"}) {
      assertThat(StoreLocation.parse(text).directory()).contains(Path.of(text).toAbsolutePath());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3://bucket/Folder", "S3://bucket/Folder"})
  void otherKindsAreNoDirectory(String text) {
    StoreLocation location = StoreLocation.parse(text);
    assertThat(location.directory()).isEmpty();
    assertThat(location.text()).isEqualTo("s3://bucket/Folder");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ftp://host/x | ftp://host/x: there is no kind of store for ftp://; there are directories"
            + " and file://, hdfs://, s3://",
        "s3:bucket/x | s3:bucket/x: after s3: come two slashes: s3://…",
        "file:x | file:x: is no URI of a directory (",
        "file: | file:: is no URI of a directory (",
        "file://host/x | file://host/x: is no URI of a directory (",
        "file:///a b | file:///a b: is no URI of a directory (",
        "file:///a?b | file:///a?b: is no URI of a directory (",
        "'' | a store's location is a directory, or file://, hdfs://, s3://; got an empty one",
        "' ' | a store's location is a directory, or file://, hdfs://, s3://; got an empty one",
      })
  void whatIsNoLocationIsRefused(String text, String message) {
    assertThatThrownBy(() -> StoreLocation.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message);
  }
}
