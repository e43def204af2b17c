package io.catalytic.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catalytic.domain.Handle;
import io.catalytic.domain.SnapshotIndex;
import io.catalytic.store.ObjectStore;
import io.catalytic.store.Stores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NameFoldingTest {
  private static final NameFolding NONE = new NameFolding(false, false);

  private final ObjectStore store = Stores.inMemory();
  private final Tree tree;
  private final Tree copy;

  NameFoldingTest(@TempDir Path temp) {
    tree = new Tree(temp.resolve("domain"), store);
    copy = new Tree(temp.resolve("copy"), store);
  }

  @BeforeEach
  void makeADomain() throws IOException {
    Files.createDirectories(tree.file("Sub"));
    Files.createDirectories(tree.file("sub"));
    Files.createFile(tree.file("Sub/a"));
    Files.createFile(tree.file("sub/A"));
    Files.createFile(tree.file("e\u00cc\u0081")); // in UTF-8, e and a combining accent
    Files.createFile(tree.file("\u00c3\u00a9"));
    Files.createFile(tree.file("\u00ff"));
    Files.createFile(tree.file("\u00fe"));
  }

  private RestoreReport restore(Tree target, NameFolding folding) throws IOException {
    SnapshotIndex.Known snapshot = tree.snapshot();
    return new Restorer(store, RestoreOptions.DEFAULT, RestoreListener.SILENT, directory -> folding)
        .restore(target.domain(), snapshot);
  }

  @Test
  void thisFileSystemTakesAllNamesAsTheyAre() throws IOException {
    try (Handle directory = Handle.of(tree.path())) {
      assertThat(NameFolding.probe(directory)).isEqualTo(NONE);
    }
    assertThat(tree.state()).hasSize(9);
    assertThat(restore(copy, NONE).restored()).isTrue();
  }

  @Test
  void namesThatDifferInCaseOnlyAreRefusedWhereCaseIsFolded() {
    assertThatThrownBy(() -> restore(copy, new NameFolding(true, false)))
        .isInstanceOf(RestoreRefusedException.class)
        .hasMessageContaining("nothing was changed in " + copy.path())
        .hasMessageContaining("Sub and sub are one name here")
        .hasMessageContaining("Sub/a and sub/A are one name here")
        .extracting(refused -> ((RestoreRefusedException) refused).reasons().size())
        .isEqualTo(2);
    assertThat(copy.path()).doesNotExist();
  }

  @Test
  void namesThatDifferInTheirFormOnlyAreRefusedWhereFormsAreFolded() {
    assertThatThrownBy(() -> restore(copy, new NameFolding(false, true)))
        .isInstanceOf(RestoreRefusedException.class)
        .hasMessageContaining("e\u0301 and \u00e9 are one name here")
        .extracting(refused -> ((RestoreRefusedException) refused).reasons().size())
        .isEqualTo(1);
  }

  @Test
  void aDirectoryThatIsThereStaysAsItIs() throws IOException {
    Files.createDirectories(copy.path());
    Files.createFile(copy.file("kept"));
    Tree.chmod(0555, copy.path());
    Map<String, String> before = copy.state();
    assertThatThrownBy(() -> restore(copy, new NameFolding(true, true)))
        .isInstanceOf(RestoreRefusedException.class);
    assertThat(copy.state()).isEqualTo(before);
  }
}
