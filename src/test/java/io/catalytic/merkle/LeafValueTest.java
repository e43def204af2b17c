package io.catalytic.merkle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catalytic.digest.Hash;
import io.catalytic.digest.Hasher;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class LeafValueTest {
  private static final Hash HELLO = Hasher.sha256(bytes("hello\n"));

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Subtree.Leaf leaf(String path, EntryType type, int mode, long size, Hash content) {
    return new LeafValue(type, mode, size, content).at(Hasher.sha256(bytes(path)));
  }

  @Test
  void aFileIsEncodedFieldByField() {
    assertThat(HexFormat.of().formatHex(new LeafValue(EntryType.FILE, 0644, 6, HELLO).encode()))
        .isEqualTo("01" + "01" + "000001a4" + "0000000000000006" + HELLO.hex() + "0000");
  }

  @Test
  void aDirectoryHasZerosForContent() {
    assertThat(
            HexFormat.of()
                .formatHex(new LeafValue(EntryType.DIRECTORY, 01777, 0, Hash.ZERO).encode()))
        .isEqualTo("01" + "02" + "000003ff" + "0".repeat(16) + "0".repeat(64) + "0000");
  }

  /** Worked example from an independent implementation. */
  @Test
  void theRootOfAnEmptyDirectoryIsThePublishedOne() {
    Root root = Root.of(Trie.fold(List.of(leaf("", EntryType.DIRECTORY, 0755, 0, Hash.ZERO))));
    assertThat(root.hash())
        .hasToString("8511be29ff5f6148183c684efa517fe4189bf6974330f804455370562c21e5e2");
    assertThat(root.entries()).isEqualTo(1);
    assertThat(root.fileBytes()).isZero();
  }

  /** Worked example from an independent implementation. */
  @Test
  void theRootOfAFileADirectoryAndALinkIsThePublishedOne() {
    Root root =
        Root.of(
            Trie.fold(
                List.of(
                    leaf("", EntryType.DIRECTORY, 0755, 0, Hash.ZERO),
                    leaf("a.txt", EntryType.FILE, 0644, 6, HELLO),
                    leaf("empty", EntryType.DIRECTORY, 0755, 0, Hash.ZERO),
                    leaf("link", EntryType.SYMLINK, 0, 5, Hasher.sha256(bytes("a.txt"))))));
    assertThat(root.hash())
        .hasToString("16cc2270f0de9102af2599453dd48ae9ac786d9892c5673f3cf949cf11665d0b");
    assertThat(root.entries()).isEqualTo(4);
    assertThat(root.fileBytes()).isEqualTo(6);
  }

  @Test
  void whatNoPathCanHaveIsRefused() {
    assertThatThrownBy(() -> new LeafValue(EntryType.FILE, 010000, 0, HELLO))
        .hasMessageContaining("010000");
    assertThatThrownBy(() -> new LeafValue(EntryType.FILE, 0, -1, HELLO))
        .hasMessageContaining("-1");
    assertThatThrownBy(() -> new LeafValue(EntryType.SYMLINK, 0777, 1, HELLO))
        .hasMessageContaining("symlink");
    assertThatThrownBy(() -> new LeafValue(EntryType.DIRECTORY, 0755, 0, HELLO))
        .hasMessageContaining("directory");
  }

  @Test
  void aRootThatDoesNotFollowFromItsPartsIsRefused() {
    Root root = Root.of(HELLO, 3, 10);
    assertThatThrownBy(() -> new Root(root.hash(), HELLO, 3, 11))
        .hasMessageContaining(root.hash().hex());
  }
}
