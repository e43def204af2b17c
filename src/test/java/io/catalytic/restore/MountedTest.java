package io.catalytic.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.catalytic.domain.SnapshotIndex;
import io.catalytic.store.ObjectStore;
import io.catalytic.store.Stores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Needs to be allowed to mount; skipped elsewhere. */
final class MountedTest {
  private static final RestoreOptions DELETING = RestoreOptions.DEFAULT.deleting(true);

  private final Path temp;
  private final Deque<Path> mounted = new ArrayDeque<>();
  private final ObjectStore store = Stores.inMemory();

  MountedTest(@TempDir Path temp) {
    this.temp = temp;
  }

  private static boolean works(String... command) throws Exception {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getInputStream().readAllBytes();
      return process.waitFor() == 0;
    } catch (IOException e) {
      return false; // there is no such program
    }
  }

  private void mount(Path point, String... command) throws Exception {
    assumeTrue(works(command), "can't be done here: " + String.join(" ", command));
    mounted.push(point);
  }

  @AfterEach
  void unmount() throws IOException {
    for (Path point : mounted) {
      Tree.run("umount", point.toString());
    }
  }

  @Test
  void whatDiffersOnAMountedFileSystemIsRefused() throws Exception {
    Path dir = Files.createDirectories(temp.resolve("domain"));
    Path point = Files.createDirectory(dir.resolve("mounted here"));
    Path other = Files.createDirectory(temp.resolve("other"));
    Files.writeString(other.resolve("file"), "content");
    mount(point, "mount", "--bind", other.toString(), point.toString());
    Tree tree = new Tree(dir, store);
    SnapshotIndex.Known snapshot = tree.snapshot();
    Files.createFile(dir.resolve("new"));
    Files.writeString(other.resolve("surplus"), "x");
    Map<String, String> damaged = tree.state();
    assertThatThrownBy(() -> tree.restore(snapshot, DELETING))
        .isInstanceOf(RestoreRefusedException.class)
        .hasMessageContaining("other file systems that are mounted")
        .hasMessageContaining("mounted here/surplus");
    assertThat(tree.state()).isEqualTo(damaged);
    Files.delete(other.resolve("surplus"));
    tree.restoreWhole(snapshot);
  }

  @Test
  void whereNothingCanBeWrittenIsSaidAndLaterItGoesOn() throws Exception {
    Path dir = Files.createDirectories(temp.resolve("domain"));
    mount(dir, "mount", "-t", "tmpfs", "none", dir.toString());
    Tree tree = new Tree(dir, store);
    SnapshotIndex.Known snapshot = tree.snapshot();
    Files.createFile(dir.resolve("new"));
    assertThat(works("mount", "-o", "remount,ro", dir.toString())).isTrue();
    assertThatThrownBy(() -> tree.restore(snapshot, DELETING))
        .isInstanceOf(IOException.class)
        .hasMessage(dir + " can't be written to (Read-only file system); nothing was changed");
    assertThat(works("mount", "-o", "remount,rw", dir.toString())).isTrue();
    tree.restoreWhole(snapshot);
  }

  @Test
  void namesThatFallTogetherAreRefused() throws Exception {
    Path dir = Files.createDirectories(temp.resolve("domain"));
    Files.writeString(dir.resolve("README"), "one");
    Files.writeString(dir.resolve("readme"), "another");
    Files.createDirectory(dir.resolve("e\u0301"));
    Files.createDirectory(dir.resolve("\u00e9"));
    SnapshotIndex.Known snapshot = new Tree(dir, store).snapshot();
    Path folding = Files.createDirectory(temp.resolve("folding"));
    String image = temp.resolve("image").toString();
    assumeTrue(works("truncate", "-s", "8M", image) && works("mkfs.ext4", "-O", "casefold", image));
    mount(folding, "mount", "-o", "loop", image, folding.toString());
    Path target = Files.createDirectory(folding.resolve("target"));
    assumeTrue(works("chattr", "+F", target.toString()), "no directory here folds case");
    Tree copy = new Tree(target.resolve("copy"), store);
    assertThatThrownBy(() -> copy.restore(snapshot, DELETING))
        .isInstanceOf(RestoreRefusedException.class)
        .hasMessageContaining("README and readme are one name here")
        .hasMessageContaining("e\u0301 and \u00e9 are one name here");
    assertThat(copy.path()).doesNotExist();

    Files.delete(dir.resolve("readme"));
    Files.delete(dir.resolve("e\u0301"));
    copy.restoreWhole(new Tree(dir, store).snapshot());
  }
}
