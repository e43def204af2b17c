package io.catalytic.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catalytic.digest.Json;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is right, what is wrong, and where; in the tables ¶ is LF, ¬ CR, → a tab, · a space. */
class FormatCheckTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "JSON | {\"a\":[1,-0.5e+3,true,null,\"\\u00e4\\ud834\\udd1e\"]}",
        "JSON | ·5¶",
        "JSON | \"\u007f\"",
        "JSONL | {}¶¶[1]¬¶\"a\"",
        "YAML | a: 1¶b: [x, {y: z}]¶---¶- &x c¶- *x¶...¶",
        "YAML | 1: a¶\"1\": b",
        "YAML | a: !Ref b¶c: !!binary aGk=",
        "YAML | ? [a, b]¶: c",
        "YAML | # nothing",
        "XML | <?xml version=\"1.0\" encoding=\"latin1\"?>¶<a b='ü'>&#x1F600;<![CDATA[<]]></a>",
        "XML | <!DOCTYPE a [<!ENTITY e 'x'>]><a>&e;</a>",
        "XML | <a xmlns:p='u'><p:b/></a>",
        "XML | <!DOCTYPE a PUBLIC 'p' 'http://127.0.0.1:1/x.dtd'><a>&nbsp;</a>",
        "TOML | a.b = 1¶[c]¶d = 2026-11-22T10:00:00Z¶[[e]]¶f = [1, 'x']",
        "CSV | a,b¶1,\"x,¶\"\"y\"",
        "CSV | a,b¬¶1,2¬¶",
        "CSV | a¶¶b",
        "TSV | a→b¶\"1→2",
        "PROPERTIES | a=1¶!c \\u12¶b\\¶··c : d¶=",
      })
  void isValid(Format format, String text) throws Exception {
    assertThat(Checked.errors(format, plain(text))).isEmpty();
    assertThat(Checked.report(format, plain(text)).get("valid").booleanValue()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "JSON | {\"a\":1,¶ \"a\":2} | 2:5 Duplicate field 'a'",
        "JSON | [1,] | 1:4 Unexpected character (']' (code 93)): expected a valid value",
        "JSON | {\"a\":1}¶x | 2:1 Unrecognized token 'x': was expecting (JSON String, Number,"
            + " Array,",
        "JSON | {} {} | 1:4 a second value starts here; there must be one only",
        "JSON | 1 2 | 1:3 a second value starts here",
        "JSON | // x | 1:1 Unexpected character ('/' (code 47)): maybe a (non-standard) comment?",
        "JSON | [01] | 1:3 Invalid numeric value: Leading zeroes not allowed",
        "JSON | NaN | 1:4 Non-standard token 'NaN'",
        "JSON | \"→\" | 1:2 Illegal unquoted character ((CTRL-CHAR, code 9))",
        "JSON | [1 | 1:3 Unexpected end-of-input: expected close marker for Array (start marker at"
            + " line 1, column 1)",
        "JSON | ¶ | 1:1 there is no JSON value",
        "JSONL | {}¶{¶[] | 2:2 Unexpected end-of-input",
        "YAML | a: 1¶b: 2¶a: 3 | 3:1 the key \"a\" is given twice",
        "YAML | {a: 1, 'a': 2} | 1:8 the key \"a\" is given twice",
        "YAML | &x a: 1¶*x : 2 | 2:1 the key \"a\" is given twice",
        "YAML | a: *b | 1:4 the alias *b has no anchor before it",
        "YAML | &b a¶---¶*b | 3:1 the alias *b has no anchor before it",
        "YAML | a:¶→b: 1 | 2:1 while scanning for the next token: found character '\\t(TAB)'",
        "YAML | a: b: c | 1:5 mapping values are not allowed here",
        "YAML | [a | 1:3 while parsing a flow sequence: expected ',' or ']'",
        "YAML | a: b¶c: \u0007d | 2:4 the character U+7 may not stand in YAML",
        "YAML | !e!x a | 1:1 while parsing a node: found undefined tag handle !e!",
        "XML | <a>¶ <b>¶</a> | 3:3 The element type \"b\" must be terminated by the matching"
            + " end-tag",
        "XML | <a>&nbsp;</a> | 1:10 The entity \"nbsp\" was referenced, but not declared.",
        "XML | <a b='1' b='2'/> | 1:17 Attribute \"b\" was already specified for element \"a\".",
        "XML | <p:a/> | 1:7 The prefix \"p\" for element \"p:a\" is not bound.",
        "XML | <a/><b/> | 1:6 The markup in the document following the root element must be",
        "XML | ¶<?xml version='1.0'?><a/> | 2:6 The processing instruction target matching",
        "TOML | a = 1¶a = 2 | Duplicate key",
        "TOML | d = 2026-02-30 | there is no such date or time: 2026-02-30",
        "TOML | a = | Premature end of file",
        "CSV | a,b¶\"1¶2\",3¶4¶5,6,7 | 4:1 the row has 1 field; the first row has 2 fields",
        "CSV | a¬\"b | 2:1 the quote that opens here is not closed",
        "CSV | \"a\"b | 1:4 a field must end after its closing quote",
        "CSV | a,b\"c | 1:4 a quote within a field that does not begin with one",
        "TSV | a→b¶1 | 2:1 the row has 1 field; the first row has 2 fields",
        "PROPERTIES | a=1¶#¶·a : 2 | 3:2 the key \"a\" stands in line 1 already",
        "PROPERTIES | a=1¶b=\\\\u00\\¶··\\u00gg | 3:3 \\u must be followed by four hexadecimal"
            + " digits",
        "PROPERTIES | a=\\u00 | 1:3 \\u must be followed by four hexadecimal digits",
      })
  void isWrongThere(Format format, String text, String error) throws Exception {
    assertThat(Checked.errors(format, plain(text))).isNotEmpty();
    assertThat(Checked.errors(format, plain(text)).get(0)).contains(error);
    assertThat(Checked.report(format, plain(text)).get("format").asText())
        .isEqualTo(format.wireName());
  }

  @Test
  void allThatIsWrongIsToldWhereOneErrorDoesNotHideTheNext() throws Exception {
    assertThat(Checked.errors(Format.JSONL, "{\n1\n[}\n")).hasSize(2);
    assertThat(Checked.errors(Format.YAML, "a: 1\na: 2\nb: *c\n")).hasSize(2);
    assertThat(Checked.errors(Format.CSV, "a\n1,2\n3,4\n")).hasSize(2);
    assertThat(Checked.errors(Format.PROPERTIES, "a=1\na=2\na=3\n")).hasSize(2);
  }

  @Test
  void moreThanAHundredErrorsAreCounted() throws Exception {
    List<String> errors = Checked.errors(Format.JSONL, "{\n".repeat(142));
    assertThat(errors).hasSize(Faults.MOST + 1).endsWith("and 42 more");
  }

  @ParameterizedTest
  @EnumSource
  void aByteOrderMarkIsNoPartOfTheText(Format format) throws Exception {
    String text =
        switch (format) {
          case JSON, JSONL -> "[1]";
          case XML -> "<?xml version='1.0'?><a/>";
          case TOML -> "a = 1";
          default -> "a";
        };
    assertThat(Checked.errors(format, "\uFEFF" + text)).isEmpty();
  }

  @Test
  void theAnswerIsInTheOrderOfTheSchema() throws Exception {
    assertThat(Json.write(Checked.report(Format.CSV, "a\n1,2")))
        .isEqualTo(
            "{\"valid\":false,\"format\":\"csv\",\"errors\":[{\"message\":\"the row has 2 fields;"
                + " the first row has 1 field\",\"line\":2,\"column\":1}]}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "JSON | {¶·\"a\": \"x\"} | 2:2 /a: must be an integer; got \"x\"",
        "JSON | {\"b\": [1,¶·{}]} | 2:2 /b/1: must be an integer; got {}",
        "JSON | ¶{} | 2:1 /a: is missing; add it",
        "JSON | {\"a\":1,¶\"~/\":0} | 2:1 /~0~1: must not be there",
        "JSON | [] | 1:1 (root): must be an object; got []",
        "JSONL | {\"a\":1}¶{\"a\":1.5} | 2:2 /a: must be an integer; got 1.5",
        "YAML | a: 1¶b:¶- 2¶- two | 4:3 /b/1: must be an integer; got \"two\"",
        "YAML | a: 1¶---¶a: '1' | 3:1 /a: must be an integer; got \"1\"",
        "YAML | {a: 0x1F, b: [0o7, -3, 1.5]} | 1:24 /b/2: must be an integer; got 1.5",
        "YAML | a: yes | 1:1 /a: must be an integer; got \"yes\"",
        "YAML | | 1:1 (root): must be an object; got null",
        "YAML | b: &x [1, z]¶a: 1¶c: *x | 1:11 /b/1: must be an integer",
        "YAML | d: &x {a: q}¶<<: *x | 1:1 /a: must be an integer; got \"q\"",
        "TOML | a = 'x' | /a: must be an integer; got \"x\"",
        "PROPERTIES | ¶a=1 | 2:1 /a: must be an integer; got \"1\"",
      })
  void aPartThatDoesNotFitTheSchemaIsFound(Format format, String text, String error)
      throws Exception {
    String schema =
        "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"integer\"},\"~/\":false,"
            + "\"b\":{\"items\":{\"type\":\"integer\"}}},\"required\":[\"a\"]}";
    assertThat(Checked.errors(format, plain(text == null ? "" : text), schema))
        .anyMatch(each -> each.startsWith(error));
  }

  @Test
  void aTableIsAListOfObjectsForASchema() throws Exception {
    String schema = "{\"items\":{\"properties\":{\"n\":{\"pattern\":\"^[0-9]+$\"}}}}";
    assertThat(Checked.errors(Format.CSV, "s,n\nx,1\n\"y\nz\",two\n", schema))
        .containsExactly("3:1 /1/n: does not match the regex pattern ^[0-9]+$; got \"two\"");
    assertThat(Checked.errors(Format.TSV, "n\tn\n1\t2\n", schema))
        .containsExactly("1:1 two columns are named \"n\": a schema can't tell them apart");
    assertThat(Checked.errors(Format.CSV, "", schema)).isEmpty();
  }

  @Test
  void whatFitsTheSchemaIsValid() throws Exception {
    String schema = "{\"properties\":{\"d\":{\"type\":\"string\"}},\"required\":[\"d\"]}";
    assertThat(Checked.errors(Format.TOML, "d = 2026-11-22", schema)).isEmpty();
    assertThat(Checked.errors(Format.YAML, "x: &x {d: e}\n<<: [*x]", schema)).isEmpty();
    assertThat(Checked.errors(Format.YAML, "{<<: {d: 5}, d: e}", schema)).isEmpty();
  }

  @Test
  void aSchemaThatCannotBeCheckedIsRefused() throws Exception {
    assertThatThrownBy(
            () ->
                FormatCheck.check(
                    Format.JSON, "1", Optional.of(Checked.json("{\"pattern\":\"[\"}"))))
        .isInstanceOf(SchemaRefusedException.class)
        .hasMessageContaining("/pattern: must be a regular expression");
    assertThatThrownBy(() -> FormatCheck.check(Format.XML, "<a/>", Optional.of(Json.object())))
        .isInstanceOf(SchemaRefusedException.class)
        .hasMessageContaining("XML");
  }

  private static String plain(String text) {
    return text.replace('¶', '\n').replace('¬', '\r').replace('→', '\t').replace('·', ' ');
  }
}
