package io.catalytic.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.catalytic.domain.Handle;
import io.catalytic.domain.RawPath;
import io.catalytic.domain.SnapshotIndex;
import io.catalytic.store.ObjectStore;
import io.catalytic.store.Stores;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Paths of more bytes than Linux takes at once. */
final class DeepPathTest {
  private final Path dir;
  private final Path copy;

  DeepPathTest(@TempDir Path temp) throws IOException {
    dir = Files.createDirectory(temp.resolve("domain"));
    copy = temp.resolve("copy");
  }

  /** Makes directories in each other, and writes a file into the last. */
  private static void dig(Path root, int levels, String name, String content) throws IOException {
    Handle handle = Handle.of(root);
    byte[] bytes = name.getBytes(StandardCharsets.ISO_8859_1);
    for (int i = 0; i < levels; i++) {
      if (Files.notExists(handle.child(bytes))) {
        Files.createDirectory(handle.child(bytes));
      }
      try (Handle above = handle) {
        handle = above.directory(bytes);
      }
    }
    try (Handle last = handle) {
      Files.writeString(last.child(new byte[] {'f'}), content);
      Files.createDirectories(last.child(new byte[] {'g'}));
    }
  }

  @ParameterizedTest
  @CsvSource({"50, 100, x", "300, 15, \u00ff"})
  void areSnapshotAndRestored(int levels, int length, String letter) throws IOException {
    String name = letter.repeat(length);
    dig(dir, levels, name, "deep down\n");
    try (ObjectStore store = Stores.inMemory()) {
      Tree tree = new Tree(dir, store);
      SnapshotIndex.Known snapshot = tree.snapshot();
      assertThat(snapshot.root().entries()).isEqualTo(levels + 3);
      dig(dir, levels, name, "damaged");
      RestorePlan plan = tree.plan(snapshot, RestoreOptions.DEFAULT);
      RawPath file = plan.steps().get(0).path();
      assertThat(plan.steps()).hasSize(1);
      assertThat(file.bytes()).hasSizeGreaterThan(4096);
      tree.restoreWhole(snapshot);

      Tree made = new Tree(copy, store);
      made.restoreWhole(snapshot);
      SnapshotIndex.Known deeper = deeper(tree, levels, name);
      made.restoreWhole(deeper);
      made.restoreWhole(snapshot); // removes what is deeper still
    } finally {
      // JUnit can't delete paths that long.
      Tree.run("rm", "-rf", dir.toString(), copy.toString());
    }
  }

  private SnapshotIndex.Known deeper(Tree tree, int levels, String name) throws IOException {
    dig(dir, levels + 5, name, "deeper");
    return tree.snapshot();
  }

  @Test
  void theNamesOnTheWayAreNotAllHeldOpen() throws IOException {
    dig(dir, 300, "d", "deep");
    try (Handle root = Handle.of(dir);
        TreeCursor cursor = new TreeCursor(root, new DirectoryModes(root))) {
      long before = descriptors();
      RawPath path = RawPath.of("d" + "/d".repeat(299));
      Handle deep = cursor.toSearch(path);
      assertThat(descriptors() - before).isLessThanOrEqualTo(64);
      assertThat(deep.child(new byte[] {'f'})).hasContent("deep");
      Handle shallow = cursor.toSearch(RawPath.of("d/d"));
      assertThat(shallow.child(new byte[] {'f'})).doesNotExist();
      assertThat(shallow.child(new byte[] {'d'})).isDirectory();
    }
  }

  private static long descriptors() throws IOException {
    try (var open = Files.list(Path.of("/proc/self/fd"))) {
      return open.count();
    }
  }
}
