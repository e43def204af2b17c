package io.catalytic.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.catalytic.domain.RawPath;
import io.catalytic.domain.SnapshotIndex;
import io.catalytic.store.ObjectStore;
import io.catalytic.store.Stores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A restoration that ends at any of its events leaves nothing of its own, and can be repeated. */
final class InterruptedRestoreTest {
  private final Path dir;

  InterruptedRestoreTest(@TempDir Path temp) {
    dir = temp.resolve("domain");
  }

  private static final class Interruption extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /** Ends it at one event. */
  private static final class Ending implements RestoreListener {
    private int left;

    Ending(int event) {
      left = event;
    }

    private synchronized void event() {
      if (left-- == 0) {
        throw new Interruption();
      }
    }

    @Override
    public void begins(Phase phase, long paths, long bytes) {
      event();
    }

    @Override
    public void path(RawPath path) {
      event();
    }

    @Override
    public void bytes(long count) {
      event();
    }
  }

  private void make(Path sub, String content) throws IOException {
    Files.createDirectories(sub.resolve("empty"));
    Files.writeString(sub.resolve("file"), content);
    Files.createSymbolicLink(sub.resolve("link"), Path.of(content));
  }

  @Test
  void atAnyEvent() throws IOException {
    try (ObjectStore store = Stores.inMemory()) {
      Tree tree = new Tree(dir, store);
      make(dir.resolve("same"), "same");
      make(dir.resolve("sub"), "before");
      make(dir.resolve("gone"), "gone");
      Tree.chmod(0555, dir.resolve("gone"));
      Tree.chmod(02555, dir.resolve("sub"));
      Map<String, String> before = tree.state();
      SnapshotIndex.Known snapshot = tree.snapshot();

      Tree.chmod(0755, dir.resolve("sub"));
      RandomTree.deleteAll(dir.resolve("gone"));
      RandomTree.deleteAll(dir.resolve("sub/empty"));
      Files.writeString(dir.resolve("sub/empty"), "a file");
      Files.delete(dir.resolve("sub/file"));
      make(dir.resolve("sub/file"), "a directory");
      make(dir.resolve("new"), "surplus");
      Tree.chmod(Tree.isRoot() ? 0 : 0500, dir.resolve("new/empty"));
      Tree.chmod(02555, dir.resolve("sub"));
      Tree.chmod(0555, dir.resolve("same"));
      SnapshotIndex.Known damaged = tree.snapshot();

      int event = 0;
      while (interrupted(tree, snapshot, event++)) {
        assertThat(Tree.state(dir).keySet()).noneMatch(path -> path.contains(".catalytic"));
        tree.restoreWhole(snapshot);
        assertThat(tree.state()).isEqualTo(before);
        tree.restoreWhole(damaged);
      }
      assertThat(tree.state()).isEqualTo(before);
      assertThat(event).isGreaterThan(50);
    }
  }

  private static boolean interrupted(Tree tree, SnapshotIndex.Known snapshot, int event)
      throws IOException {
    try {
      RestoreOptions options = new RestoreOptions(true, 1);
      assertThat(tree.restore(snapshot, options, new Ending(event)).restored()).isTrue();
      return false;
    } catch (Interruption e) {
      return true;
    }
  }
}
