package io.catalytic.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Texts that are made to do harm. */
@Timeout(120)
class HostileTextTest {

  @Test
  void entitiesThatMultiplyAreBeyondALimit() {
    String laughs =
        IntStream.range(1, 12)
            .mapToObj(i -> "<!ENTITY e" + i + " '" + ("&e" + (i - 1) + ";").repeat(10) + "'>")
            .collect(Collectors.joining("", "<!DOCTYPE a [<!ENTITY e0 'ha'>", "]><a>&e11;</a>"));
    assertTooComplex(Format.XML, laughs, "64000");
    String large = "<!DOCTYPE a [<!ENTITY e '" + "x".repeat(100_000) + "'>]><a>";
    assertTooComplex(Format.XML, large + "&e;".repeat(60_000) + "</a>", "50,000,000");
  }

  @Test
  void nothingOutsideOfTheTextIsOpened(@TempDir Path folder) throws Exception {
    Path secret = Files.writeString(folder.resolve("secret"), "</a><b>");
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String url = "http://127.0.0.1:" + server.getLocalPort() + "/x";
      for (String place : new String[] {url, secret.toUri().toString()}) {
        Checked.errors(Format.XML, "<!DOCTYPE a SYSTEM '" + place + "'><a/>");
        Checked.errors(Format.XML, "<!DOCTYPE a [<!ENTITY % p SYSTEM '" + place + "'> %p;]><a/>");
        assertThat(
                Checked.errors(
                    Format.XML, "<!DOCTYPE a [<!ENTITY e SYSTEM '" + place + "'>]><a>&e;</a>"))
            .as("the entity is passed over: what it holds would end the document")
            .isEmpty();
      }
      server.setSoTimeout(1);
      assertThatThrownBy(server::accept)
          .as("nobody called")
          .isInstanceOf(IOException.class)
          .hasMessageContaining("timed out");
    }
  }

  @Test
  void aliasesThatMultiplyCostNothingUntilTheyAreFollowed() throws Exception {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x]\n");
    for (int i = 1; i < 60; i++) {
      bomb.append("a" + i + ": &a" + i + " [*a" + (i - 1) + ", *a" + (i - 1) + "]\n");
    }
    assertThat(Checked.errors(Format.YAML, bomb.toString())).isEmpty();
    assertThatThrownBy(() -> Checked.errors(Format.YAML, bomb.toString(), "{}"))
        .isInstanceOf(TooComplexException.class)
        .hasMessageContaining("more than 1000000 values");
  }

  @Test
  void anAliasWithinWhatItNamesHasNoEnd() throws Exception {
    assertThat(Checked.errors(Format.YAML, "&a [*a]")).isEmpty();
    assertThatThrownBy(() -> Checked.errors(Format.YAML, "&a [*a]", "{}"))
        .isInstanceOf(TooComplexException.class)
        .hasMessageContaining("*a stands within what it names");
  }

  @Test
  void nestingOverflowsNoStack() throws Exception {
    int levels = JacksonText.MAX_DEPTH;
    String nested = "[".repeat(levels) + "]".repeat(levels);
    assertThat(Checked.errors(Format.JSON, nested)).isEmpty();
    assertTooComplex(Format.JSON, "[" + nested, "200000");
    assertThat(Checked.errors(Format.YAML, "- ".repeat(20_000) + "a")).isEmpty();
    assertThat(Checked.errors(Format.YAML, "[".repeat(10_000))).hasSize(1);
    assertThat(Checked.errors(Format.XML, "<a>".repeat(levels) + "</a>".repeat(levels))).isEmpty();
    assertTooComplex(Format.TOML, "a = " + "[".repeat(100_000), "1000");
    assertThatThrownBy(() -> Checked.errors(Format.JSON, "[".repeat(101) + "]".repeat(101), "{}"))
        .isInstanceOf(TooComplexException.class)
        .hasMessageContaining("100 deep");
  }

  @Test
  void numbersOfAnyLengthAreNumbersButNoSchemaIsCheckedOnThem() throws Exception {
    String digits = "1".repeat(1 << 20);
    assertThat(Checked.errors(Format.JSON, digits)).isEmpty();
    assertThat(Checked.errors(Format.YAML, digits)).isEmpty();
    for (String number : new String[] {digits, "1e999", "1." + digits}) {
      assertThatThrownBy(() -> Checked.errors(Format.JSON, number, "{}"))
          .isInstanceOf(TooComplexException.class);
      assertThatThrownBy(() -> Checked.errors(Format.YAML, number, "{}"))
          .isInstanceOf(TooComplexException.class);
    }
    assertThat(Checked.errors(Format.YAML, ".inf", "{\"type\":\"string\"}")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void oneLineOfMegabytesIsReadInOnePass(Format format) throws Exception {
    String x = "x".repeat(4 << 20);
    String text =
        switch (format) {
          case JSON, JSONL -> "\"" + x + "\"";
          case XML -> "<a>" + x + "</a>";
          case TOML -> "a = '" + x + "'";
          default -> x;
        };
    assertThat(Checked.errors(format, text)).isEmpty();
  }

  @Test
  void namesThatCollideAreNoAttack() throws Exception {
    // Two pairs of letters with one hash, so that all their sequences of one length have one too:
    // the first by Java's hash of a text, the second by Jackson's.
    for (String[] pair : new String[][] {{"Aa", "BB"}, {"Ab", "BA"}}) {
      String keys =
          IntStream.range(0, 1 << 14)
              .mapToObj(i -> "\"" + sequence(pair, i) + "\": 1")
              .collect(Collectors.joining(","));
      assertThat(Checked.errors(Format.JSON, "{" + keys + "}")).isEmpty();
      assertThat(Checked.errors(Format.YAML, "{" + keys + "}")).isEmpty();
    }
  }

  private static String sequence(String[] pair, int bits) {
    return IntStream.range(0, 14)
        .mapToObj(bit -> pair[(bits >> bit) % 2])
        .collect(Collectors.joining());
  }

  private static void assertTooComplex(Format format, String text, String message) {
    assertThatThrownBy(() -> Checked.errors(format, text))
        .isInstanceOf(TooComplexException.class)
        .hasMessageContaining(message);
  }
}
