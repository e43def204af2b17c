package io.catalytic.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * The suites of others, where they are at hand: {@code -Dcatalytic.suites=DIR}, which holds
 * checkouts of {@code JSONTestSuite} and {@code toml-test}. What is not UTF-8 never gets to a check
 * and is left out.
 */
@EnabledIfSystemProperty(named = "catalytic.suites", matches = ".+")
class PublicSuitesTest {
  private static final Path SUITES = Path.of(System.getProperty("catalytic.suites", ""));

  @Test
  void jsonDiffersInKeysGivenTwiceAlone() throws Exception {
    List<String> different = new ArrayList<>();
    try (Stream<Path> files = Files.list(SUITES.resolve("JSONTestSuite/test_parsing"))) {
      for (Path file : files.sorted().toList()) {
        String name = file.getFileName().toString();
        boolean isOpen = name.startsWith("i_");
        Optional<String> text = text(file);
        if (!isOpen && text.isPresent()) {
          boolean isValid = Checked.errors(Format.JSON, text.get()).isEmpty();
          if (isValid != name.startsWith("y_")) {
            different.add(name);
          }
        }
      }
    }
    assertThat(different)
        .containsExactly("y_object_duplicated_key.json", "y_object_duplicated_key_and_value.json");
  }

  /** What Jackson's parser lets through or refuses against the rules. */
  @Test
  void tomlDiffersWhereTheParserDoes() throws Exception {
    List<String> different = new ArrayList<>();
    Path tests = SUITES.resolve("toml-test/tests");
    for (String name : Files.readAllLines(tests.resolve("files-toml-1.0.0"))) {
      Optional<String> text = name.endsWith(".toml") ? text(tests.resolve(name)) : Optional.empty();
      if (text.isPresent()) {
        boolean isValid = Checked.errors(Format.TOML, text.get()).isEmpty();
        if (isValid != name.startsWith("valid/")) {
          different.add(name);
        }
      }
    }
    assertThat(different)
        .containsExactlyInAnyOrder(
            "invalid/array/extend-defined-aot.toml",
            "invalid/string/bad-uni-esc-06.toml",
            "invalid/string/bad-uni-esc-ml-06.toml",
            "invalid/table/append-with-dotted-keys-01.toml",
            "invalid/table/append-with-dotted-keys-02.toml",
            "invalid/table/append-with-dotted-keys-03.toml",
            "invalid/table/append-with-dotted-keys-08.toml",
            "valid/datetime/datetime.toml");
  }

  private static Optional<String> text(Path file) throws IOException {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
      return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(bytes).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
