package io.catalytic.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catalytic.selection.Selection.Selected;
import io.catalytic.selection.Selection.Skipped;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSelectorTest {

  private final Path root;

  FileSelectorTest(@TempDir Path root) throws IOException {
    this.root = root;
    Files.writeString(root.resolve(".gitignore"), "build/\n.git-not\n");
  }

  @Test
  void reasonsComeInTheirOrder() {
    FileSelector selector = selector(List.of("*.py"), List.of("test", "build", ".git"), 10);
    assertThat(reason(selector.byName(".git/build/x.py", 99))).isEqualTo(SkipReason.VCS);
    assertThat(reason(selector.byName("sub/.svn/x.py", 99))).isEqualTo(SkipReason.VCS);
    assertThat(reason(selector.byName("build/test/x.js", 99))).isEqualTo(SkipReason.IGNORED);
    assertThat(reason(selector.byName("test/x.js", 99))).isEqualTo(SkipReason.EXCLUDED);
    assertThat(reason(selector.byName("test/x.py", 1))).isEqualTo(SkipReason.EXCLUDED);
    assertThat(reason(selector.byName("a.js", 99))).isEqualTo(SkipReason.NOT_INCLUDED);
    assertThat(selector.byName("a.py", 11))
        .isEqualTo(new Skipped(SkipReason.TOO_LARGE, "11 bytes; the limit is 10", true));
    assertThat(selector.byName("a.py", 10)).isEqualTo(new Selected(Optional.of("python")));
  }

  @Test
  void onlyWholeNamesAreVersionControl() {
    assertThat(selector(List.of(), List.of(), 10).byName(".gitignore", 1))
        .isInstanceOf(Selected.class);
    assertThat(selector(List.of(), List.of(), 10).byName("x.git/a", 1))
        .isInstanceOf(Selected.class);
  }

  @Test
  void contentDecidesOnTextAndLanguage() {
    FileSelector selector = selector(List.of(), List.of(), 10);
    assertThat(selector.byContent("tool", decoding("#!/bin/sh\n")))
        .isEqualTo(new Selected(Optional.of("shell")));
    assertThat(selector.byContent("tool", decoding("hello")))
        .isEqualTo(new Selected(Optional.empty()));
    assertThat(selector.byContent("a.py", decoding("a\0")))
        .isEqualTo(new Skipped(SkipReason.BINARY, "byte 1 is zero", false));
    assertThat(selector.byContent("a.py", TextDecoder.decode(new byte[] {(byte) 0xE9})))
        .isEqualTo(
            new Skipped(
                SkipReason.UNDECODABLE, "byte 0 is not UTF-8 and no coding is declared", false));
  }

  @Test
  void aFileIsAskedForIfAnIncludeMatchesAndItsContentStandsInTheWay() {
    FileSelector selector = selector(List.of("*.py", "build/gen.txt"), List.of("no.py"), 10);
    assertThat(askedFor(selector.byContent("a.py", decoding("\0")))).isTrue();
    assertThat(selector.unsupported("a.py", Optional.of("python")).askedFor()).isTrue();
    assertThat(askedFor(selector.byName("build/x.py", 1))).as("by wildcard, ignored").isFalse();
    assertThat(askedFor(selector.byName("build/gen.txt", 1))).as("by name, ignored").isTrue();
    assertThat(askedFor(selector.byName("no.py", 1))).as("excluded").isFalse();
  }

  @Test
  void withoutIncludesNothingIsAskedForInParticular() {
    FileSelector selector = selector(List.of(), List.of(), 10);
    assertThat(askedFor(selector.byName("a.py", 99))).isFalse();
    assertThat(askedFor(selector.byContent("a.py", decoding("\0")))).isFalse();
  }

  @Test
  void wireNamesAreStable() {
    assertThat(Stream.of(SkipReason.values()).map(SkipReason::wireName))
        .containsExactly(
            "vcs",
            "ignored",
            "excluded",
            "not_included",
            "symlink",
            "blank",
            "nothing_asked",
            "too_large",
            "binary",
            "undecodable",
            "unsupported_language");
    assertThat(Stream.of(SkipReason.values()).map(SkipReason::sentence)).doesNotHaveDuplicates();
  }

  @Test
  void aPolicyRefusesWhatCannotWorkAndTravels() throws Exception {
    assertThatThrownBy(() -> new SelectionPolicy(List.of(), List.of("["), true, true, 1))
        .isInstanceOf(GlobSyntaxException.class);
    assertThatThrownBy(() -> new SelectionPolicy(List.of(), List.of(), true, true, -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("max_file_size must be at least 0; got -1");
    SelectionPolicy policy = new SelectionPolicy(List.of("a"), List.of("b"), true, false, 1);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(policy);
    }
    assertThat(new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject())
        .isEqualTo(policy);
  }

  private FileSelector selector(List<String> include, List<String> exclude, long maxFileSize) {
    return new FileSelector(new SelectionPolicy(include, exclude, true, true, maxFileSize), root);
  }

  private static Decoding decoding(String text) {
    return TextDecoder.decode(text.getBytes(StandardCharsets.UTF_8));
  }

  private static SkipReason reason(Selection selection) {
    return ((Skipped) selection).reason();
  }

  private static boolean askedFor(Selection selection) {
    return ((Skipped) selection).askedFor();
  }
}
