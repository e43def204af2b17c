package io.catalytic.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catalytic.domain.RawPath;
import io.catalytic.domain.SnapshotIndex;
import io.catalytic.store.ObjectStore;
import io.catalytic.store.Stores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody puts links to the outside into the directory while it is restored. */
final class PlantedLinkTest {
  private static final RestoreOptions DELETING = RestoreOptions.DEFAULT.deleting(true);

  private final Path temp;
  private final Path dir;
  private final Path outside;
  private final ObjectStore store = Stores.inMemory();
  private final Tree tree;
  private Map<String, String> outsideBefore = Map.of();

  PlantedLinkTest(@TempDir Path temp) {
    this.temp = temp;
    dir = temp.resolve("domain");
    outside = temp.resolve("outside");
    tree = new Tree(dir, store);
  }

  /** Something that is done once, while the restoration is at a certain point. */
  private interface Planting {
    void plant() throws IOException;
  }

  @BeforeEach
  void makeADomainAndAnOutside() throws IOException {
    Files.createDirectories(dir.resolve("sub/deep"));
    Files.writeString(dir.resolve("sub/file"), "content");
    Files.writeString(dir.resolve("sub/deep/file"), "deep content");
    Files.createDirectories(outside.resolve("deep"));
    Files.writeString(outside.resolve("file"), "CONTENT");
    Files.writeString(outside.resolve("deep/file"), "not to be touched");
    Files.writeString(outside.resolve("surplus"), "not to be touched");
    outsideBefore = Tree.state(outside);
  }

  @AfterEach
  void theOutsideIsAsItWas() throws IOException {
    assertThat(Tree.state(outside)).isEqualTo(outsideBefore);
  }

  private void swapForLink(Path victim, Path target) throws IOException {
    Files.move(victim, temp.resolve("moved"));
    Files.createSymbolicLink(victim, target);
  }

  /** Plants a link to what is outside in place of what is inside. */
  private Planting swap(String inside, String target) {
    return () -> swapForLink(dir.resolve(inside), outside.resolve(target));
  }

  private void damage(String file) throws IOException {
    Files.writeString(dir.resolve(file), "damaged");
  }

  /** Plants when a path's turn comes, before anything is done there. */
  private static RestoreListener at(String path, Planting planting) {
    return new Planter(path, planting);
  }

  /** Plants when content of a path is on its way: its directory is open, its new file half-done. */
  private static RestoreListener within(String path, Planting planting) {
    return new Planter(path, planting) {
      @Override
      public void path(RawPath now) {
        reached = isChanging() && now.equals(wanted());
      }

      @Override
      public void bytes(long count) {
        if (reached) {
          plantOnce();
        }
      }
    };
  }

  private static class Planter implements RestoreListener {
    boolean reached;
    private final RawPath path;
    private final Planting planting;
    private boolean changing;
    private boolean planted;

    Planter(String path, Planting planting) {
      this.path = RawPath.of(path);
      this.planting = planting;
    }

    RawPath wanted() {
      return path;
    }

    boolean isChanging() {
      return changing;
    }

    void plantOnce() {
      if (!planted) {
        planted = true;
        try {
          planting.plant();
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }

    @Override
    public void begins(Phase phase, long paths, long bytes) {
      assertThat(phase != Phase.PROVE || planted).isTrue();
      changing = phase == Phase.CHANGE;
    }

    @Override
    public void path(RawPath now) {
      if (changing && now.equals(path)) {
        plantOnce();
      }
    }
  }

  private void assertNotRestoredAndThenRestored(
      SnapshotIndex.Known snapshot, RestoreListener listener) throws IOException {
    assertThat(tree.restore(snapshot, DELETING, listener).restored()).isFalse();
    assertThat(Tree.state(outside)).isEqualTo(outsideBefore);
    tree.restoreWhole(snapshot);
  }

  @Test
  void inPlaceOfTheDirectoryThatIsWrittenTo() throws IOException {
    SnapshotIndex.Known snapshot = tree.snapshot();
    damage("sub/deep/file");
    damage("sub/file");
    assertNotRestoredAndThenRestored(snapshot, at("sub/deep/file", swap("sub", "")));
  }

  @Test
  void inPlaceOfTheDirectoryWhileItIsWrittenTo() throws IOException {
    SnapshotIndex.Known snapshot = tree.snapshot();
    damage("sub/file");
    Files.delete(dir.resolve("sub/deep/file"));
    assertNotRestoredAndThenRestored(snapshot, within("sub/file", swap("sub", "")));
    assertThat(temp.resolve("moved/file")).hasContent("content");
  }

  /** Nothing of that name is outside, so that only the link itself can give it away. */
  @Test
  void inPlaceOfTheDirectoryThatAMissingFileBelongsIn() throws IOException {
    Files.writeString(dir.resolve("sub/deep/missing"), "words");
    SnapshotIndex.Known snapshot = tree.snapshot();
    Files.delete(dir.resolve("sub/deep/missing"));
    assertNotRestoredAndThenRestored(snapshot, at("sub/deep/missing", swap("sub/deep", "deep")));
  }

  @Test
  void inPlaceOfADirectoryThatWasJustMade() throws IOException {
    SnapshotIndex.Known snapshot = tree.snapshot();
    RandomTree.deleteAll(dir.resolve("sub"));
    assertNotRestoredAndThenRestored(snapshot, at("sub/deep", swap("sub", "")));
  }

  @Test
  void inPlaceOfTheFileThatIsWritten() throws IOException {
    SnapshotIndex.Known snapshot = tree.snapshot();
    damage("sub/file");
    assertNotRestoredAndThenRestored(snapshot, within("sub/file", swap("sub/file", "file")));
  }

  @Test
  void whereAFileIsMissing() throws IOException {
    SnapshotIndex.Known snapshot = tree.snapshot();
    Files.delete(dir.resolve("sub/file"));
    assertNotRestoredAndThenRestored(
        snapshot,
        within(
            "sub/file",
            () -> Files.createSymbolicLink(dir.resolve("sub/file"), outside.resolve("file"))));
  }

  @Test
  void inPlaceOfAFileWhoseModeIsSet() throws IOException {
    Tree.chmod(04777, dir.resolve("sub/file"));
    SnapshotIndex.Known snapshot = tree.snapshot();
    Tree.chmod(0600, dir.resolve("sub/file"));
    assertNotRestoredAndThenRestored(snapshot, at("sub/file", swap("sub/file", "file")));
  }

  @Test
  void inPlaceOfADirectoryWhoseModeIsSet() throws IOException {
    Tree.chmod(01777, dir.resolve("sub/deep"));
    SnapshotIndex.Known snapshot = tree.snapshot();
    Tree.chmod(0700, dir.resolve("sub/deep"));
    assertNotRestoredAndThenRestored(snapshot, at("sub/deep", swap("sub/deep", "deep")));
  }

  @Test
  void inPlaceOfASurplusDirectoryThatIsRemoved() throws IOException {
    SnapshotIndex.Known snapshot = tree.snapshot();
    Files.createDirectory(dir.resolve("new"));
    Files.writeString(dir.resolve("new/surplus"), "x");
    assertNotRestoredAndThenRestored(snapshot, at("new/surplus", swap("new", "")));
  }

  @Test
  void inPlaceOfTheWholeDirectory() throws IOException {
    SnapshotIndex.Known snapshot = tree.snapshot();
    damage("sub/file");
    RestoreListener listener = at("sub/file", () -> swapForLink(dir, outside));
    assertThatThrownBy(() -> tree.restore(snapshot, DELETING, listener))
        .hasMessageContaining("is another directory than when its restoration began");
    assertThat(temp.resolve("moved/sub/file")).hasContent("content");
  }
}
