package io.catalytic.selection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IgnoreRulesTest {

  @Test
  void theLastRuleThatMatchesDecides(@TempDir Path root) throws IOException {
    write(root, ".gitignore", "*.log\n!keep.log\nkeep.log.old\n");
    IgnoreRules rules = rules(root);
    assertThat(rules.isIgnored("deep/in/a.log", false)).isTrue();
    assertThat(rules.isIgnored("deep/keep.log", false)).isFalse();
  }

  @Test
  void aDeeperFileOutranksAHigherOne(@TempDir Path root) throws IOException {
    write(root, ".gitignore", "*.log\n");
    write(root, "a/.gitignore", "!*.log\n");
    assertThat(rules(root).isIgnored("a/x.log", false)).isFalse();
    assertThat(rules(root).isIgnored("b/x.log", false)).isTrue();
  }

  @Test
  void nothingIsKeptBelowAnIgnoredDirectory(@TempDir Path root) throws IOException {
    write(root, ".gitignore", "build/\n!build/keep.txt\n");
    write(root, "build/.gitignore", "!keep.txt\n");
    write(root, "build/.ignore", "!keep.txt\n");
    assertThat(rules(root).isIgnored("build/keep.txt", false)).isTrue();
    assertThat(rules(root).isIgnored("build", false)).as("a file of that name").isFalse();
  }

  @Test
  void aSlashAnchorsAndANameAloneDoesNot(@TempDir Path root) throws IOException {
    write(root, "sub/.gitignore", "/top\na/b\nanywhere\na/**/z\n");
    IgnoreRules rules = rules(root);
    assertThat(rules.isIgnored("sub/top", false)).isTrue();
    assertThat(rules.isIgnored("sub/x/top", false)).isFalse();
    assertThat(rules.isIgnored("sub/a/b", false)).isTrue();
    assertThat(rules.isIgnored("sub/x/a/b", false)).isFalse();
    assertThat(rules.isIgnored("sub/x/y/anywhere", false)).isTrue();
    assertThat(rules.isIgnored("anywhere", false)).as("outside the file's directory").isFalse();
    assertThat(rules.isIgnored("sub/a/z", false)).isTrue();
    assertThat(rules.isIgnored("sub/a/1/2/z", false)).isTrue();
  }

  @Test
  void trailingSpacesCountOnlyWhenQuoted(@TempDir Path root) throws IOException {
    write(root, ".gitignore", "one  \ntwo\\ \n\\#hash\n\\!bang\n# comment\n\n");
    IgnoreRules rules = rules(root);
    assertThat(rules.isIgnored("one", false)).isTrue();
    assertThat(rules.isIgnored("two", false)).isFalse();
    assertThat(rules.isIgnored("two ", false)).isTrue();
    assertThat(rules.isIgnored("#hash", false)).isTrue();
    assertThat(rules.isIgnored("!bang", false)).isTrue();
    assertThat(rules.isIgnored("# comment", false)).isFalse();
  }

  @Test
  void byteOrderMarkAndCarriageReturnsAreNotPartOfRules(@TempDir Path root) throws IOException {
    write(root, ".gitignore", "\uFEFFfirst\r\nsecond\r\n");
    assertThat(rules(root).isIgnored("first", false)).isTrue();
    assertThat(rules(root).isIgnored("second", false)).isTrue();
  }

  @Test
  void anyIgnoreOutranksAnyGitignore(@TempDir Path root) throws IOException {
    write(root, ".ignore", "!*.log\n*.txt\n");
    write(root, "a/.gitignore", "*.log\n!*.txt\n");
    assertThat(rules(root).isIgnored("a/x.log", false)).isFalse();
    assertThat(rules(root).isIgnored("a/x.txt", false)).isTrue();
  }

  @Test
  void theRepositorysOwnExcludesRankLast(@TempDir Path root) throws IOException {
    write(root, ".git/info/exclude", "*.tmp\n*.bak\n");
    write(root, "a/.gitignore", "!*.bak\n");
    assertThat(rules(root).isIgnored("a/x.tmp", false)).isTrue();
    assertThat(rules(root).isIgnored("a/x.bak", false)).isFalse();
  }

  @Test
  void eachKindCanBeSwitchedOff(@TempDir Path root) throws IOException {
    write(root, ".gitignore", "git\n");
    write(root, ".git/info/exclude", "info\n");
    write(root, ".ignore", "plain\n");
    IgnoreRules withoutGit = new IgnoreRules(root, false, true);
    assertThat(withoutGit.isIgnored("git", false)).isFalse();
    assertThat(withoutGit.isIgnored("info", false)).isFalse();
    assertThat(withoutGit.isIgnored("plain", false)).isTrue();
    IgnoreRules withoutPlain = new IgnoreRules(root, true, false);
    assertThat(withoutPlain.isIgnored("git", false)).isTrue();
    assertThat(withoutPlain.isIgnored("plain", false)).isFalse();
  }

  @Test
  void filesAboveTheRootAreNotRead(@TempDir Path above) throws IOException {
    write(above, ".gitignore", "*\n");
    Path root = Files.createDirectory(above.resolve("domain"));
    assertThat(rules(root).isIgnored("a", false)).isFalse();
  }

  @Test
  void whatCannotBeReadCountsAsEmptyAndIsTold(@TempDir Path root) throws IOException {
    write(root, "elsewhere", "*\n");
    Files.createSymbolicLink(root.resolve(".ignore"), root.resolve("elsewhere"));
    Files.createDirectory(root.resolve(".gitignore"));
    Files.createDirectory(root.resolve("sub"));
    Files.write(root.resolve("sub/.gitignore"), new byte[] {'a', '\n', (byte) 0xFF, '\n', 'b'});
    Files.createDirectory(root.resolve("big"));
    Files.write(root.resolve("big/.gitignore"), new byte[(1 << 20) + 1]);
    IgnoreRules rules = rules(root);
    assertThat(rules.isIgnored("x", false)).isFalse();
    assertThat(rules.isIgnored("sub/a", false)).isTrue();
    assertThat(rules.isIgnored("sub/b", false)).isTrue();
    assertThat(rules.isIgnored("big/a", false)).isFalse();
    assertThat(rules.notices())
        .containsExactly(
            ".ignore: is not a regular file; its rules do not apply",
            "big/.gitignore: is over 1048576 bytes; its rules do not apply",
            "sub/.gitignore: lines that are not UTF-8 are passed over: 1");
  }

  @Test
  void afterAHundredNoticesOneSaysThatThereAreMore(@TempDir Path root) throws IOException {
    for (int i = 0; i <= 100; i++) {
      Path directory = Files.createDirectory(root.resolve(String.format("%03d", i)));
      Files.write(directory.resolve(".ignore"), new byte[] {(byte) 0xFF, '\n'});
    }
    IgnoreRules rules = rules(root);
    for (int i = 0; i < 100; i++) {
      rules.isIgnored(String.format("%03d/a", i), false);
    }
    assertThat(rules.notices()).hasSize(100).allMatch(notice -> notice.contains("not UTF-8"));
    rules.isIgnored("100/a", false);
    assertThat(rules.notices())
        .hasSize(101)
        .last()
        .isEqualTo("more than 100 ignore files were not, or not wholly, understood");
  }

  @Test
  void aQuestionMarkStandsForOneCharacterWhateverItsBytes(@TempDir Path root) throws IOException {
    write(root, "é/.gitignore", "?\n");
    assertThat(rules(root).isIgnored("é/ü", false)).isTrue();
    assertThat(rules(root).isIgnored("é/😀", false)).isTrue();
    assertThat(rules(root).isIgnored("é/ab", false)).isFalse();
  }

  @Test
  void manyThreadsGetTheSameAnswers(@TempDir Path root) throws IOException {
    for (int i = 0; i < 50; i++) {
      write(root, "d" + i + "/.gitignore", "*.log\n!keep*\n");
    }
    IgnoreRules rules = rules(root);
    assertThat(
            IntStream.range(0, 20_000)
                .parallel()
                .filter(
                    i ->
                        rules.isIgnored(
                            "d" + i % 50 + "/" + (i % 2 == 0 ? "a" : "keep") + ".log", false)))
        .hasSize(10_000);
  }

  @Test
  void hostilePatternsCostNoMoreThanOthers() {
    PathPattern pattern = PathPattern.compile("*a".repeat(200) + "b");
    assertThat(pattern.matches("a".repeat(2_000))).isFalse();
  }

  @Test
  void directoriesMayLieInEachOtherWithoutEnd(@TempDir Path root) throws IOException {
    write(root, ".gitignore", "*.log\n");
    IgnoreRules rules = rules(root);
    String deep = "d/".repeat(6_000);
    assertThat(rules.isIgnored(deep + "a.log", false)).isTrue();
    assertThat(rules.isIgnored(deep + "a.txt", false)).isFalse();
    assertThat(rules.notices())
        .containsExactly("ignore files with paths of more than 4095 bytes are not read");
  }

  @Property(tries = 500)
  void oddPathsAreNeverAnError(@ForAll String path, @ForAll boolean directory) {
    new IgnoreRules(Path.of("."), true, true).isIgnored(path, directory);
  }

  @Property(tries = 2_000)
  void oddFilesAreNeverAnError(@ForAll byte[] bytes, @ForAll String path) {
    IgnoreFile.parse(bytes).verdict(path, true);
  }

  private static IgnoreRules rules(Path root) {
    return new IgnoreRules(root, true, true);
  }

  private static void write(Path root, String path, String text) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text, StandardCharsets.UTF_8);
  }
}
