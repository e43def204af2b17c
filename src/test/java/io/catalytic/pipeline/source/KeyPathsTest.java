package io.catalytic.pipeline.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.catalytic.domain.RawPath;
import io.catalytic.domain.Refused;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyPathsTest {
  private final List<String> found = new ArrayList<>();
  private final List<String> refused = new ArrayList<>();

  private final Source.Visitor visitor =
      new Source.Visitor() {
        @Override
        public void found(Spot spot) {
          found.add(spot.path().display() + (spot.isDirectory() ? "/" : ""));
        }

        @Override
        public void refused(Refused path) {
          refused.add(path.toString());
        }
      };

  private void list(String... keys) throws IOException {
    KeyPaths paths = new KeyPaths(List.of(RawPath.of("own/store")), visitor);
    for (String key : keys) {
      paths.object(key, key.endsWith("/") ? 0 : 5);
    }
  }

  @Test
  void everyDirectoryIsThereOnce() throws IOException {
    list("a-b", "a/b/c", "a/b/d", "a/e", "a0", "empty/");
    assertThat(found)
        .containsExactlyInAnyOrder(
            "/", "a-b", "a/", "a/b/", "a/b/c", "a/b/d", "a/e", "a0", "empty/");
    assertThat(refused).isEmpty();
  }

  @Test
  void anObjectThatOtherKeysHaveAsADirectoryIsRefused() throws IOException {
    list("a", "a-b", "a/b", "c", "cd");
    assertThat(refused).containsExactly("a is an object, and the directory of a/b");
  }

  @Test
  void whatIsNoPathIsRefusedByItsKey() throws IOException {
    list("/a", "a//b", "../x", ".", "n\0l");
    assertThat(refused)
        .hasSize(5)
        .allMatch(line -> line.startsWith("key \""))
        .anyMatch(line -> line.contains("a\u2215\u2215b"));
    assertThat(found).isEmpty();
  }

  @Test
  void aDirectoryWithContentIsRefused() throws IOException {
    new KeyPaths(List.of(), visitor).object("d/", 3);
    assertThat(refused).containsExactly("d ends in a slash, as directories do, and has content");
  }

  @Test
  void whatThisProgramWritesIsLeftOut() throws IOException {
    list("own/file", "own/store/objects/x", "own/storey");
    assertThat(found).containsExactlyInAnyOrder("/", "own/", "own/file", "own/storey");
  }
}
