package io.catalytic.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catalytic.digest.Json;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class YamlTest {

  @Test
  void nothingCanGrow() {
    StringBuilder laughs = new StringBuilder("a: &a [x, x]\n");
    for (char c = 'b'; c < 'l'; c++) {
      char before = (char) (c - 1);
      laughs.append(c + ": &" + c + " [*" + before + ", *" + before + "]\n");
    }
    assertThat(Specs.refusal(laughs.toString()))
        .startsWith("job.yaml: line 1, column ")
        .endsWith("anchors and aliases are not read; write it out");
    assertThat(Specs.refusal("version: 1\nstore: &v x\ndomain: *v\n"))
        .startsWith("job.yaml: line 3, column 9: anchors and aliases are not read");
    assertThat(Specs.refusal("<<: {version: 1}\n")).contains("/<<: unknown key");
  }

  @Test
  void nothingIsConstructed() {
    assertThat(
            Specs.refusal(
                "version: 1\ndomain: !!javax.script.ScriptEngineManager [!!java.net.URL ['x']]\n"))
        .matches("job\\.yaml: line 2, column \\d+: tags \\(\"!\"\\) are not read; remove it");
    assertThat(Specs.refusal("version: !!str 1\n")).contains("tags");
    assertThat(Specs.refusal("!!map {version: 1}\n")).contains("tags");
  }

  @Test
  void aKeyIsGivenOnce() {
    assertThat(Specs.refusal("version: 1\nversion: 1\n"))
        .contains("line 2")
        .contains("Duplicate field 'version'");
  }

  @Test
  void thereIsOneDocument() {
    assertThat(Specs.refusal("---\nversion: 1\n---\nversion: 1\n"))
        .isEqualTo("job.yaml: line 4, column 1: a second document starts here; keep one");
    assertThat(Specs.refusal("---\nversion: 1\n...\n")).isEqualTo("(read)");
  }

  @Test
  void thereIsADocument() {
    for (String nothing : new String[] {"", "\n", "# comment\n", "---\n", "~", "--- null\n...\n"}) {
      assertThat(Specs.refusal(nothing))
          .isEqualTo("job.yaml: holds no value; at least \"version: 1\" is due");
    }
  }

  @Test
  void tabsAreNamedWithTheirLine() {
    assertThat(Specs.refusal("version: 1\nlimits:\n\tmax_attempts: 1\n"))
        .startsWith("job.yaml: line 3, column 1: ")
        .contains("TAB")
        .hasLineCount(1);
  }

  @Test
  void deepNestingIsAFault() {
    assertThat(Specs.refusal("version: 1\ninclude: " + "[".repeat(100_000)))
        .startsWith("job.yaml: ")
        .hasLineCount(1);
  }

  @Test
  void largeAndBinaryFilesAreNotRead() {
    assertThatThrownBy(() -> SpecFile.of("x", new byte[10_000_000]))
        .isInstanceOf(SpecException.class)
        .hasMessage("x: is over 1 MiB; that is no configuration");
    assertThatThrownBy(() -> SpecFile.of("x", new byte[] {'a', (byte) 0xFF}))
        .isInstanceOf(SpecException.class)
        .hasMessage("x: byte 1 is not UTF-8; save it as UTF-8 text");
    assertThat(Specs.refusal("version: 1\n\0")).startsWith("job.yaml: ").hasLineCount(1);
  }

  @Test
  void aByteOrderMarkAndCarriageReturnsAreFine() throws SpecException {
    assertThat(Specs.job("\uFEFFversion: 1\r\ndomain: x\r\n", Json.object()).domain())
        .isEqualTo("x");
  }

  @Test
  void notANumberIsNoTemperature() {
    assertThat(Specs.refusal("version: 1\nmodel: {temperature: .nan}\n")).contains(".nan");
    assertThat(Specs.refusal("version: 1\nmodel: {temperature: .inf}\n")).contains(".inf");
  }

  @Property(tries = 3_000)
  void anyBytesAreAJobOrASpecException(@ForAll byte[] bytes) {
    assertThatCode(
            () -> {
              try {
                JobSpecReader.read(SpecFile.of("x", bytes), Json.object());
              } catch (SpecException e) {
                assertThat(e.getMessage()).startsWith("x: ");
              }
            })
        .doesNotThrowAnyException();
  }

  @Property(tries = 5_000)
  void anyYamlIsAJobOrASpecException(@ForAll("almostYaml") String text) {
    assertThatCode(
            () -> {
              try {
                Specs.job(text);
              } catch (SpecException e) {
                assertThat(e.faults()).isNotEmpty();
              }
              try {
                RunnerConfig.read(
                        Specs.file("version: 1\nrunner: R\noptions: " + text), Json.object())
                    .toArgs();
              } catch (SpecException e) {
                assertThat(e.faults()).isNotEmpty();
              }
            })
        .doesNotThrowAnyException();
  }

  @Provide
  Arbitrary<String> almostYaml() {
    return Arbitraries.of(
            "version",
            ": ",
            "1",
            "\n",
            "\n  ",
            "- ",
            "[",
            "]",
            "{",
            "}",
            ", ",
            "domain",
            "include",
            "model",
            "limits",
            "seed",
            "temperature",
            "&a ",
            "*a",
            "!!x ",
            "!",
            "'",
            "\"",
            "|",
            ">",
            "? ",
            "---\n",
            "...\n",
            "#",
            "%",
            "@",
            "`",
            "~",
            "null",
            "true",
            "1e999",
            "0x1F",
            "017",
            "0b2",
            "1_000",
            "-.inf",
            ".nan",
            "é",
            "\t",
            "\\",
            "\u0085",
            "<<",
            "2001-01-01",
            "1:30",
            "-",
            "+",
            "0o7",
            "0x",
            "_",
            "+_1",
            "99999999999999999999")
        .list()
        .ofMaxSize(25)
        .map(pieces -> String.join("", pieces));
  }
}
