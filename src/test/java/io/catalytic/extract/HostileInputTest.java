package io.catalytic.extract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Nothing that a file holds does harm.
 *
 * <p>What is never closed goes 3,000 levels deep; {@code mvn test -Dtest=HostileInputTest
 * -Dtest.jvm.flags=-Dcatalytic.levels=10000} for 10,000.
 */
class HostileInputTest {
  private static final int LEVELS = Integer.getInteger("catalytic.levels", 3000);

  @ParameterizedTest
  @EnumSource
  void emptyCodeHasNothingInIt(Language language) {
    for (String code : new String[] {"", "\n", "\uFEFF", " \r\n\t"}) {
      JsonNode structure = Extract.structure(language.wireName(), code);
      assertThat(structure.path("functions")).isEmpty();
      assertThat(structure.path("classes")).isEmpty();
      assertThat(structure.path("imports")).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void tenThousandParenthesesOverflowNoStack(Language language) {
    read(language, "x = " + "(".repeat(10_000) + "1" + ")".repeat(10_000) + ";\n");
  }

  /** What is never closed is an error from beginning to end: it costs the square of its depth. */
  @ParameterizedTest
  @EnumSource
  void neitherDoThousandsOfLevelsThatAreNeverClosed(Language language) {
    read(language, "(".repeat(LEVELS));
    read(language, "[{".repeat(LEVELS / 2));
    read(language, "class A { ".repeat(LEVELS / 5));
    read(language, "if (a) { ".repeat(LEVELS / 2));
  }

  private static void read(Language language, String code) {
    String opened = language == Language.PHP ? "<?php " + code : code; // else it is all text
    Extract.structure(language.wireName(), opened);
  }

  @ParameterizedTest
  @EnumSource
  void oneMegabyteOnOneLineIsRead(Language language) {
    String text = "\"" + "x".repeat(1 << 20) + "\"";
    JsonNode structure = Extract.structure(language.wireName(), text + "; a(1);\n");
    assertThat(structure.path("functions")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void loneSurrogatesNulsAndControlCharactersDoNoHarm(Language language) {
    String sample = Samples.code(language);
    Extract.structure(language.wireName(), sample.replace(" ", "\uD800"));
    Extract.structure(language.wireName(), sample.replace("(", "\0"));
    Extract.structure(language.wireName(), sample.replace("\n", "\u0001\u000B\u0085"));
    Extract.structure(language.wireName(), "\0" + sample);
  }

  @Test
  void anOrdinaryHeredocIsRead() {
    String code = "def f\n  x = <<~TEXT\n" + "    long \n".repeat(100) + "  TEXT\nend\n";
    assertThat(Extract.structure("ruby", code).path("functions")).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void aByteOrderMarkChangesNothing(Language language) {
    assertThat(Extract.structure(language.wireName(), "\uFEFF" + Samples.code(language)))
        .isEqualTo(Samples.expected(language));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\r\n", "\r"})
  void linesAreCountedAsPythonCountsThem(String lineEnd) {
    String code =
        "'''one\ntwo'''\n\fdef f(\n  a):\n  pass\n\f\nclass Ä: pass\nx = 'ü𝄞'; import ö\n"
            .replace("\n", lineEnd);
    JsonNode structure = Extract.structure("python", code);
    assertThat(Extract.places(structure, "functions")).containsExactly("f:3");
    assertThat(structure.at("/functions/0/end_line").asInt()).isEqualTo(5);
    assertThat(structure.at("/functions/0/params/0").asText()).isEqualTo("a");
    assertThat(Extract.places(structure, "classes")).containsExactly("Ä:7");
    assertThat(Extract.places(structure, "imports")).containsExactly("ö:8");
    assertThat(structure.has("partial")).isFalse();
  }

  @Test
  void aDefinitionOverSeveralLinesIsCountedWherePythonDoes() {
    JsonNode structure =
        Extract.structure("python", "@a\n@b\nasync \\\n def \\\n f(): pass\nclass \\\n A: pass\n");
    assertThat(Extract.places(structure, "functions")).containsExactly("f:3");
    assertThat(Extract.places(structure, "classes")).containsExactly("A:6");
  }

  @Test
  void whatStandsAroundAnErrorIsStillFoundAndTheAnswerSaysSo() {
    JsonNode structure = Extract.structure("java", "class A { void f() {} int = ; void g() {} }");
    assertThat(Extract.places(structure, "functions")).containsExactly("f:1", "g:1");
    assertThat(structure.path("partial").asBoolean()).isTrue();
  }

  @Test
  void starsBeforeANameAreFollowedHoweverMany() {
    String code = "int " + "*".repeat(3_000) + "f(int " + "*".repeat(3_000) + "a) { }";
    JsonNode structure = Extract.structure("c", code);
    assertThat(Extract.places(structure, "functions")).containsExactly("f:1");
    assertThat(structure.at("/functions/0/params/0").asText()).isEqualTo("a");
  }

  @Test
  void aContainerTellsItsInnermostLevelsOnly() {
    int depth = 500;
    StringBuilder code = new StringBuilder();
    for (int i = 0; i < depth; i++) {
      code.append("class A").append(i).append(" { ");
    }
    code.append("void f() {} ").append("} ".repeat(depth));
    JsonNode structure = Extract.structure("java", code.toString());
    assertThat(structure.path("classes")).hasSize(depth);
    assertThat(structure.at("/functions/0/container").asText())
        .startsWith("A" + (depth - Scopes.LEVELS) + ".")
        .endsWith(".A" + (depth - 1));
  }

  @Test
  void commentsBehindABlockEndNoDefinitionButTheOnesInsideCount() {
    JsonNode structure =
        Extract.structure(
            "python", "def f():\n  # in\n  pass\n  # out\n\n  # out\ndef g():\n  '''\n# x'''\n");
    assertThat(structure.at("/functions/0/end_line").asInt()).isEqualTo(3);
    assertThat(structure.at("/functions/1/end_line").asInt()).isEqualTo(9);
  }
}
