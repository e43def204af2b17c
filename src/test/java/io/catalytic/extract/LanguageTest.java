package io.catalytic.extract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.treesitter.TSLanguage;
import org.treesitter.TSParser;

class LanguageTest {
  private static final Map<Language, String> ARTIFACTS =
      Map.of(Language.CSHARP, "c-sharp", Language.SHELL, "bash");

  @Test
  void hasTheNamesThatOthersRelyOn() {
    assertThat(Arrays.stream(Language.values()).map(Language::wireName))
        .containsExactlyInAnyOrder(
            "java",
            "python",
            "javascript",
            "typescript",
            "tsx",
            "go",
            "rust",
            "c",
            "cpp",
            "csharp",
            "kotlin",
            "scala",
            "ruby",
            "php",
            "shell",
            "swift");
  }

  @ParameterizedTest
  @EnumSource
  void everyQueryCompiles(Language language) {
    NativeLedger ledger = new NativeLedger();
    try (StructureQuery query = new StructureQuery(language, ledger)) {
      assertThat(query.compiled().getPatternCount()).isPositive();
    }
    assertThat(ledger.open()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void readsItsSampleAsAPersonDoes(Language language) {
    assertThat(Extract.structure(language.wireName(), Samples.code(language)))
        .isEqualTo(Samples.expected(language));
  }

  /** The digest of the worker's identity names the versions, so they must be the real ones. */
  @ParameterizedTest
  @EnumSource
  void statesTheGrammarVersionThatTheBuildUses(Language language) throws IOException {
    String artifact = ARTIFACTS.getOrDefault(language, language.wireName());
    assertThat(Files.readString(Path.of("pom.xml")))
        .contains(
            "<artifactId>tree-sitter-"
                + artifact
                + "</artifactId><version>"
                + language.grammarVersion()
                + "</version>");
  }

  @Test
  void theWorkerStatesTheLibraryVersionThatTheBuildUses() throws IOException {
    assertThat(Files.readString(Path.of("pom.xml")))
        .contains("<tree-sitter.version>" + WorkerVersion.TREE_SITTER + "</tree-sitter.version>");
  }

  @ParameterizedTest
  @EnumSource
  void hasAGrammarOfAnAbiThatTheLibraryReads(Language language) {
    try (TSLanguage grammar = language.loadGrammar()) {
      assertThat(grammar.abiVersion())
          .isBetween(
              TSParser.TREE_SITTER_MIN_COMPATIBLE_LANGUAGE_VERSION,
              TSParser.TREE_SITTER_LANGUAGE_VERSION);
    }
  }
}
