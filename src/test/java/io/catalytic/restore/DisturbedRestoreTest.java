package io.catalytic.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.catalytic.digest.Digest;
import io.catalytic.domain.RawPath;
import io.catalytic.domain.SnapshotIndex;
import io.catalytic.store.ObjectStore;
import io.catalytic.store.Stores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A restoration beside others, after one that died, and on a store that is damaged. */
final class DisturbedRestoreTest extends RestoredDomain {
  DisturbedRestoreTest(@TempDir Path temp) {
    super(temp);
  }

  @Test
  void aPathThatIsChangedAfterThePlanIsLeftAsItIsAndReported() throws IOException {
    SnapshotIndex.Known snapshot = tree.snapshot();
    Files.delete(dir.resolve("a"));
    write("sub/b", "damaged");
    write("zzz", "surplus");
    RestoreListener writes =
        new RestoreListener() {
          @Override
          public void begins(Phase phase, long paths, long bytes) {
            if (phase == Phase.CHANGE) {
              change("a", "somebody's new file");
              change("sub/b", "somebody's new words");
              change("zzz", "somebody's more");
            }
          }
        };
    RestoreReport report = tree.restore(snapshot, DELETING, writes);
    assertThat(report.restored()).isFalse();
    assertThat(report.disturbed())
        .map(Object::toString)
        .containsExactly(
            "zzz was changed meanwhile", "a appeared meanwhile", "sub/b was changed meanwhile");
    assertThat(report.differences())
        .extracting(difference -> difference.path().display())
        .containsExactly("a", "sub/b", "zzz");
    assertThat(dir.resolve("a")).hasContent("somebody's new file");
    assertThat(dir.resolve("sub/b")).hasContent("somebody's new words");
    tree.restoreWhole(snapshot);
  }

  private void change(String name, String content) {
    try {
      write(name, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aSnapshotThatHasOurOwnKindOfNameIsRestoredWithIt() throws IOException {
    String name = ".catalytic-restore-0123456789abcdef";
    Files.createDirectory(dir.resolve(name));
    write(name + "/lock", "");
    SnapshotIndex.Known snapshot = tree.snapshot();
    write("a", "damaged");
    tree.restoreWhole(snapshot);
    assertThat(dir.resolve(name).resolve("lock")).exists();
  }

  @Test
  void whatADeadRestorationLeftIsRemovedAndNeverShown() throws IOException {
    SnapshotIndex.Known snapshot = tree.snapshot();
    String name = ".catalytic-restore-0123456789abcdef";
    Files.createDirectory(dir.resolve(name));
    write(name + "/lock", "");
    write(name + "/0", "half a file");
    RestoreReport report = tree.restore(snapshot, KEEPING);
    assertThat(report.plan().steps()).isEmpty();
    assertThat(report.restored()).isTrue();
    assertThat(dir.resolve(name)).doesNotExist();
  }

  @Test
  void aDirectoryThatOnlyHasOurKindOfNameIsSurplusAndNotSwept() throws IOException {
    SnapshotIndex.Known snapshot = tree.snapshot();
    String name = ".catalytic-restore-0123456789abcdef";
    Files.createDirectory(dir.resolve(name));
    write(name + "/precious", "words");
    write("a", "damaged");
    RestoreReport report = tree.restore(snapshot, KEEPING);
    assertThat(report.restored()).isFalse();
    assertThat(shown(report.plan()))
        .containsExactly("leave " + name, "leave " + name + "/precious", "replace a");
    assertThat(dir.resolve(name).resolve("precious")).hasContent("words");
    tree.restoreWhole(snapshot);
  }

  @Test
  void aContentThatTurnsOutCorruptReplacesNothing() throws IOException {
    Path place = temp.resolve("store");
    try (ObjectStore disk = Stores.open(place.toString())) {
      Tree onDisk = new Tree(dir, disk);
      write("large", "x".repeat(200_000));
      SnapshotIndex.Known snapshot = onDisk.snapshot();
      write("large", "damaged");
      String hash = Digest.of(bytes("x".repeat(200_000))).hash().hex();
      Path loose =
          place.resolve(
              "objects/" + hash.substring(0, 2) + "/" + hash.substring(2, 4) + "/" + hash);
      Tree.chmod(0644, loose);
      Files.writeString(loose, "y".repeat(200_000));
      assertThatThrownBy(() -> onDisk.restore(snapshot, KEEPING))
          .hasMessageContaining("stopped at large after 0 of 1 changes")
          .hasMessageContaining("corrupt")
          .hasMessageContaining("the same call goes on from there");
      assertThat(dir.resolve("large")).hasContent("damaged");
      assertThat(onDisk.state().keySet()).noneMatch(path -> path.contains(".catalytic"));
    }
  }

  @Test
  void aSecondRestorationInTheSameProcessIsRefused() throws IOException {
    SnapshotIndex.Known snapshot = tree.snapshot();
    write("a", "damaged");
    List<Throwable> refusals = new ArrayList<>();
    RestoreListener second =
        new RestoreListener() {
          private boolean changing;

          @Override
          public void begins(Phase phase, long paths, long bytes) {
            changing = phase == Phase.CHANGE;
          }

          @Override
          public void path(RawPath path) {
            if (changing) {
              refusals.add(catchThrowable(() -> tree.restore(snapshot, KEEPING)));
            }
          }
        };
    assertThat(tree.restore(snapshot, KEEPING, second).restored()).isTrue();
    assertThat(refusals).hasSize(1);
    assertThat(refusals.get(0)).hasMessageContaining("is being restored already");
  }
}
