package io.catalytic.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.catalytic.schema.JsonSchema;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever a text is: an answer that fits the instruction's schema, or a typed refusal. */
class FormatFuzzTest {
  private static final List<String> SAMPLES =
      List.of(
          "{\"a\":[1,-2.5e3,true,null],\"b\":{\"c\":\"\\u00e4\\n\"}}",
          """
          a: &x [1, two, 'three', "f\\u00fcr"]
          b:
            - *x
            - |
              text
          <<: {c: !!int '1'}
          ---
          ? d
          : e
          """,
          "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY e 'x'>]><a b='1'><!-- c --><p:b"
              + " xmlns:p='u'>&e;&#65;<![CDATA[x]]></p:b></a>",
          """
          a.b = 1
          [c]
          d = 2026-11-22T10:00:00Z
          e = [1, 'x', "\\u00e4", {f = 0x1F}]
          [[g]]
          h = '''x'''
          """,
          "a,b\n1,\"x,\n\"\"y\"\n3,4\n",
          "a=1\n!c\nb\\\n  c : \\u00e4\nd\n");
  private static final Optional<JsonNode> SCHEMA =
      Optional.of(
          Checked.json(
              "{\"type\":[\"object\",\"array\"],\"properties\":{\"a\":{\"type\":\"integer\"}},"
                  + "\"items\":{\"type\":\"object\"},\"additionalProperties\":{\"type\":\"number\"}}"));
  private static final JsonSchema ANSWER = JsonSchema.of(outputSchema());

  private static JsonNode outputSchema() {
    try {
      Path file = Path.of("schemas/instructions/validate_format.json");
      return Checked.json(Files.readString(file)).get("output_schema");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private record Edit(double at, int cut, String insert) {
    String of(String text) {
      int from = (int) (at * text.length());
      return text.substring(0, from) + insert + text.substring(Math.min(text.length(), from + cut));
    }
  }

  @Property(tries = 400)
  void anyBytes(@ForAll byte[] bytes) {
    checkAll(new String(bytes, StandardCharsets.UTF_8));
    checkAll(new String(bytes, StandardCharsets.UTF_16LE));
  }

  @Property(tries = 1500)
  void aSampleWithAFewEdits(@ForAll("samples") String sample, @ForAll("edits") List<Object> edits) {
    String text = sample;
    for (Object edit : edits) {
      text = ((Edit) edit).of(text);
    }
    checkAll(text);
  }

  @Provide
  Arbitrary<String> samples() {
    return Arbitraries.of(SAMPLES);
  }

  @Provide
  Arbitrary<List<Object>> edits() {
    Arbitrary<String> fragment =
        Arbitraries.oneOf(
            Arbitraries.of(
                "",
                "{",
                "}",
                "[",
                "]",
                "\"",
                "'",
                ":",
                ",",
                "&",
                "*",
                "#",
                "- ",
                "? ",
                "!",
                "%",
                "|",
                ">",
                "@",
                "`",
                "\t",
                "\r",
                "\r\n",
                "\n",
                "\n\n",
                "\\",
                "\\u",
                "\\u12",
                "<",
                "</",
                "/>",
                "&#0;",
                "&e;",
                "<!",
                "]]>",
                "--",
                "---",
                "...",
                "=",
                "[[",
                "'''",
                "\"\"\"",
                "0x",
                "1e999",
                "-",
                "+",
                ".",
                "_",
                "\0",
                "\u0085",
                "\u2028",
                "\uFEFF",
                "\uD83D",
                "\uDE00",
                "\uFFFF",
                "true",
                "null",
                "~",
                "<<: *x\n",
                "a: 1\n",
                "a=1\n"),
            Arbitraries.strings().ofMaxLength(6));
    return Combinators.combine(
            Arbitraries.doubles().between(0, 1), Arbitraries.integers().between(0, 12), fragment)
        .as(Edit::new)
        .map(each -> (Object) each)
        .list()
        .ofMinSize(1)
        .ofMaxSize(6);
  }

  private static void checkAll(String text) {
    for (Format format : Format.values()) {
      check(format, text, Optional.empty());
      if (format != Format.XML) {
        check(format, text, SCHEMA);
      }
    }
  }

  private static void check(Format format, String text, Optional<JsonNode> schema) {
    try {
      JsonNode report = Checked.report(format, text, schema);
      assertThat(ANSWER.check(report)).as("%s of %s", report, format).isEmpty();
      assertThat(Checked.report(format, text, schema)).isEqualTo(report);
      for (JsonNode error : report.get("errors")) {
        assertThat(error.get("message").asText()).doesNotContainPattern("[\\p{Cntrl}]");
        assertThat(error.path("line").asInt()).isLessThanOrEqualTo(linesOf(text));
      }
    } catch (TooComplexException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  /** All that any of the formats takes for a line end. */
  private static int linesOf(String text) {
    return text.split("\r\n|[\r\n\u0085\u2028\u2029]", -1).length;
  }
}
