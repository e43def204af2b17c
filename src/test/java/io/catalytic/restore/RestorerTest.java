package io.catalytic.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.catalytic.digest.Digest;
import io.catalytic.domain.Difference;
import io.catalytic.domain.Domain;
import io.catalytic.domain.RawPath;
import io.catalytic.domain.Refused;
import io.catalytic.domain.Snapshot;
import io.catalytic.domain.SnapshotIndex;
import io.catalytic.store.WriteBatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is changed, what is left alone, and what is refused. */
final class RestorerTest extends RestoredDomain {
  RestorerTest(@TempDir Path temp) {
    super(temp);
  }

  @Test
  void onlyWhatDiffersIsTouched() throws IOException {
    SnapshotIndex.Known snapshot = tree.snapshot();
    FileTime old = FileTime.fromMillis(1_000_000);
    Files.setLastModifiedTime(dir.resolve("sub/b"), old);
    Files.setLastModifiedTime(dir.resolve("sub"), old);
    write("a", "CONTENT of a\n");
    RestoreReport report = tree.restore(snapshot, KEEPING);
    assertThat(report.restored()).isTrue();
    assertThat(shown(report.plan())).containsExactly("replace a");
    assertThat(Files.getLastModifiedTime(dir.resolve("sub/b"))).isEqualTo(old);
    assertThat(Files.getLastModifiedTime(dir.resolve("sub"))).isEqualTo(old);
  }

  @Test
  void nothingIsDoneWhereNothingDiffers() throws IOException {
    SnapshotIndex.Known snapshot = tree.snapshot();
    FileTime old = FileTime.fromMillis(1_000_000);
    Files.setLastModifiedTime(dir, old);
    assertThat(tree.restore(snapshot, DELETING).restored()).isTrue();
    assertThat(Files.getLastModifiedTime(dir)).isEqualTo(old);
  }

  @Test
  void surplusPathsStayAndAreListed() throws IOException {
    SnapshotIndex.Known snapshot = tree.snapshot();
    write("new", "");
    Files.delete(dir.resolve("a"));
    RestoreReport report = tree.restore(snapshot, KEEPING);
    assertThat(report.restored()).isFalse();
    assertThat(report.differences())
        .containsExactly(new Difference(RawPath.of("new"), Difference.Change.ADDED, List.of()));
    assertThat(dir.resolve("a")).hasContent("content of a\n");
    tree.restoreWhole(snapshot);
    assertThat(dir.resolve("new")).doesNotExist();
  }

  @Test
  void anEmptyDirectoryInTheWayGoesButNotOneThatHoldsSomething() throws IOException {
    SnapshotIndex.Known snapshot = tree.snapshot();
    for (String name : List.of("a", "link")) {
      Files.delete(dir.resolve(name));
      Files.createDirectory(dir.resolve(name));
    }
    write("link/kept", "precious");
    RestoreReport report = tree.restore(snapshot, KEEPING);
    assertThat(shown(report.plan())).containsExactly("replace a", "leave link", "leave link/kept");
    assertThat(dir.resolve("a")).hasContent("content of a\n");
    assertThat(dir.resolve("link/kept")).hasContent("precious");
    tree.restoreWhole(snapshot);
    assertThat(dir.resolve("link")).isSymbolicLink();
  }

  @Test
  void aFileWithOtherNamesIsNotChangedThroughThem() throws IOException {
    Path outside = temp.resolve("outside");
    Tree.chmod(0644, dir.resolve("a"));
    Tree.chmod(0644, dir.resolve("sub/b"));
    SnapshotIndex.Known snapshot = tree.snapshot();
    write("a", "edited");
    Files.createLink(outside, dir.resolve("a"));
    Tree.chmod(0600, dir.resolve("sub/b"));
    Files.createLink(temp.resolve("outside-b"), dir.resolve("sub/b"));
    assertThat(tree.restore(snapshot, KEEPING).restored()).isTrue();
    assertThat(outside).hasContent("edited");
    assertThat(Files.getAttribute(temp.resolve("outside-b"), "unix:mode")).isEqualTo(0100600);
  }

  @Test
  void twoNamesOfOneFileInTheDomainBecomeTwoFiles() throws IOException {
    Files.createLink(dir.resolve("a2"), dir.resolve("a"));
    SnapshotIndex.Known snapshot = tree.snapshot();
    write("a", "both changed");
    assertThat(tree.restore(snapshot, KEEPING).restored()).isTrue();
    assertThat(Files.getAttribute(dir.resolve("a2"), "unix:nlink")).isEqualTo(1);
  }

  @Test
  void readOnlyDirectoriesAreWrittenIntoAndGetTheirModesBack() throws IOException {
    Tree.chmod(0555, dir.resolve("sub"));
    Tree.chmod(01777, dir.resolve("sub/empty"));
    Tree.chmod(02555, dir);
    Map<String, String> before = tree.state();
    SnapshotIndex.Known snapshot = tree.snapshot();
    Tree.chmod(0755, dir.resolve("sub"));
    Tree.chmod(0755, dir);
    Files.delete(dir.resolve("sub/b"));
    Files.delete(dir.resolve("a"));
    Files.createFile(dir.resolve("sub/empty/new"));
    Tree.chmod(0555, dir.resolve("sub"));
    Tree.chmod(02555, dir);
    tree.restoreWhole(snapshot);
    assertThat(tree.state()).isEqualTo(before);
  }

  /** Only root gets that far; others can't list it, so that it is opened up before. */
  @Test
  void aModeIsSetInADirectoryThatMayNotBeSearchedAndKeepsItsOwn() throws IOException {
    assumeTrue(Tree.isRoot(), "a snapshot of what nobody may search needs root");
    Tree.chmod(0, dir.resolve("sub"));
    SnapshotIndex.Known snapshot = tree.snapshot();
    Tree.chmod(01777, dir.resolve("sub/empty"));
    tree.restoreWhole(snapshot);
  }

  @Test
  void aReadOnlySurplusDirectoryIsRemoved() throws IOException {
    SnapshotIndex.Known snapshot = tree.snapshot();
    Files.createDirectories(dir.resolve("new/deep"));
    write("new/deep/file", "x");
    Tree.chmod(0555, dir.resolve("new/deep"));
    Tree.chmod(0, dir.resolve("new"));
    tree.restoreWhole(snapshot);
  }

  @Test
  void specialFilesInTheWayGoOnlyIfDeletionIsAskedFor() throws IOException {
    SnapshotIndex.Known snapshot = tree.snapshot();
    Files.delete(dir.resolve("a"));
    RandomTree.deleteAll(dir.resolve("sub"));
    Tree.run("mkfifo", dir.resolve("a").toString(), dir.resolve("sub").toString());
    Tree.run("mkfifo", dir.resolve("surplus").toString());
    RestoreReport report = tree.restore(snapshot, KEEPING);
    assertThat(report.restored()).isFalse();
    assertThat(report.found()).isEmpty();
    assertThat(report.refused())
        .extracting(refused -> refused.path().display())
        .containsExactly("a", "sub", "surplus");
    assertThat(shown(report.plan()))
        .containsExactly("leave a", "leave sub", "leave sub/b", "leave sub/empty", "leave surplus");
    tree.restoreWhole(snapshot);
  }

  @Test
  void linksAreReplacedAndNeverFollowed() throws IOException {
    Path outside = Files.createDirectory(temp.resolve("outside"));
    Files.writeString(outside.resolve("b"), "not to be touched");
    SnapshotIndex.Known snapshot = tree.snapshot();
    RandomTree.deleteAll(dir.resolve("sub"));
    Files.createSymbolicLink(dir.resolve("sub"), outside);
    Files.delete(dir.resolve("a"));
    Files.createSymbolicLink(dir.resolve("a"), outside.resolve("b"));
    Files.createSymbolicLink(dir.resolve("loop"), Path.of("loop"));
    tree.restoreWhole(snapshot);
    assertThat(outside.resolve("b")).hasContent("not to be touched");
    assertThat(Tree.state(outside)).hasSize(2);
  }

  @Test
  void aDirectoryIsMadeIfOnlyItsParentIsThere() throws IOException {
    SnapshotIndex.Known snapshot = tree.snapshot();
    Path copy = temp.resolve("copy");
    new Tree(copy, store).restoreWhole(snapshot);
    assertThat(Tree.state(copy)).isEqualTo(tree.state());
    assertThatThrownBy(() -> new Tree(temp.resolve("no/copy"), store).domain())
        .hasMessageContaining("can't be made: there is no directory " + temp.resolve("no"));
  }

  @Test
  void whatStandsInTheDirectorysPlaceGoesOnlyIfDeletionIsAskedFor() throws IOException {
    Domain domain = tree.domain();
    SnapshotIndex.Known snapshot = tree.snapshot();
    Map<String, String> was = tree.state();
    Path other = Files.move(dir, temp.resolve("other"));
    Map<String, String> others = Tree.state(other);
    Files.createSymbolicLink(dir, other);
    Restorer keeping = new Restorer(store, KEEPING, RestoreListener.SILENT);
    assertThatThrownBy(() -> keeping.restore(domain, snapshot)).isInstanceOf(IOException.class);
    assertThat(dir).isSymbolicLink();
    Restorer deleting = new Restorer(store, DELETING, RestoreListener.SILENT);
    assertThat(deleting.compare(domain, snapshot).refused())
        .extracting(Refused::toString)
        .containsExactly(". is a symlink, no directory");
    assertThat(deleting.restore(domain, snapshot).restored()).isTrue();
    assertThat(tree.state()).isEqualTo(was);
    assertThat(Tree.state(other)).isEqualTo(others);
  }

  @Test
  void missingContentsAreAllNamedAndNothingIsChanged() throws IOException {
    Snapshot taken = Snapshot.take(tree.domain());
    SnapshotIndex index = new SnapshotIndex(store);
    index.add(taken, false);
    SnapshotIndex.Known snapshot = index.find(taken.root().hash()).orElseThrow();
    Tree.chmod(0600, dir.resolve("a"));
    write("sub/b", "damaged");
    Map<String, String> damaged = tree.state();
    assertThatThrownBy(() -> tree.restore(snapshot, DELETING))
        .isInstanceOf(RestoreRefusedException.class)
        .hasMessageContaining("without --content")
        .hasMessageContaining("nothing was changed in " + dir)
        .hasMessageContaining("a  " + Digest.of(bytes("content of a\n")).hash())
        .hasMessageContaining("sub/b  " + Digest.of(bytes("content of b\n")).hash());
    assertThat(tree.state()).isEqualTo(damaged);
    Tree copy = new Tree(temp.resolve("copy"), store);
    assertThatThrownBy(() -> copy.restore(snapshot, DELETING))
        .isInstanceOf(RestoreRefusedException.class);
    assertThat(copy.path()).doesNotExist();
  }

  @Test
  void aManifestThatIsNotThatOfTheRootIsRefused() throws IOException {
    SnapshotIndex.Known snapshot = tree.snapshot();
    write("a", "another state");
    SnapshotIndex.Known other = tree.snapshot();
    SnapshotIndex.Known forged =
        new SnapshotIndex.Known(snapshot.root(), other.manifest(), List.of(), true);
    assertThatThrownBy(() -> tree.restore(forged, DELETING))
        .hasMessageContaining("can't be restored: its root is " + other.root().hash());
  }

  @Test
  void aManifestWithAPathInALinkIsRefused() throws IOException {
    try (WriteBatch batch = store.begin()) {
      String hash = Digest.of(bytes("a")).hash().hex();
      Digest manifest =
          batch.put(
              bytes(
                  """
                  {"path":"","type":"directory","mode":"0755","size":0}
                  {"path":"l","type":"symlink","mode":"0000","size":1,"digest":"%s"}
                  {"path":"l/x","type":"file","mode":"0644","size":1,"digest":"%s"}
                  """
                      .formatted(hash, hash)));
      batch.commit();
      SnapshotIndex.Known known =
          new SnapshotIndex.Known(tree.snapshot().root(), manifest, List.of(), true);
      assertThatThrownBy(() -> tree.restore(known, DELETING))
          .hasMessageContaining("\"l/x\" lies in no directory of it");
    }
  }

  @Test
  void whatWasLeftOutIsNotTouched() throws IOException {
    Path own = Files.createDirectories(dir.resolve("own/store"));
    Files.writeString(own.resolve("blob"), "x");
    Snapshot taken = Snapshot.takeInto(store, Domain.of(dir, List.of(own)));
    SnapshotIndex index = new SnapshotIndex(store);
    index.add(taken, true);
    SnapshotIndex.Known snapshot = index.find(taken.root().hash()).orElseThrow();
    write("a", "damaged");
    tree.restoreWhole(snapshot);
    assertThat(own.resolve("blob")).hasContent("x");

    RandomTree.deleteAll(dir.resolve("own"));
    tree.restoreWhole(snapshot);
    assertThat(dir.resolve("own")).isEmptyDirectory();
  }

  @Test
  void aSurplusDirectoryThatHoldsTheStoreStays() throws IOException {
    SnapshotIndex.Known snapshot = tree.snapshot();
    Path own = Files.createDirectories(dir.resolve("new/store"));
    write("new/file", "x");
    Domain domain = Domain.of(dir, List.of(own));
    RestoreReport report =
        new Restorer(store, DELETING, RestoreListener.SILENT).restore(domain, snapshot);
    assertThat(shown(report.plan())).containsExactly("leave new", "remove new/file");
    assertThat(report.restored()).isFalse();
    assertThat(own).exists();
  }

  @Test
  void aStoreWhereTheSnapshotHasPathsIsRefused() throws IOException {
    SnapshotIndex.Known snapshot = tree.snapshot();
    Domain domain = Domain.of(dir, List.of(dir.resolve("sub")));
    assertThatThrownBy(
            () -> new Restorer(store, DELETING, RestoreListener.SILENT).restore(domain, snapshot))
        .isInstanceOf(RestoreRefusedException.class)
        .hasMessageContaining("where this program keeps its own files")
        .hasMessageContaining("sub/empty");
  }
}
