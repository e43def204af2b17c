package io.catalytic.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.catalytic.digest.Json;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonSchemaTest {

  @Test
  void aValueThatFitsHasNoViolations() throws Exception {
    assertThat(found("{'type':'integer','minimum':1}", "5")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'type':'string'} | 5 | (root): must be a string; got 5",
        "{'type':['string','null']} | 5 | (root): must be a string or null; got 5",
        "{'enum':['a','b']} | 'c' | (root): must be one of [\"a\", \"b\"]; got \"c\"",
        "{'const':'object'} | 5 | (root): must be \"object\"; got 5",
        "{'required':['line']} | {} | /line: is missing; add it",
        "{'properties':{'a~/b':{'type':'integer'}}} | {'a~/b':'x'}"
            + " | /a~0~1b: must be an integer; got \"x\"",
        "{'additionalProperties':false} | {'z':1} | /z: unknown key; remove it",
        "{'properties':{'line':{}},'additionalProperties':false} | {'lin':1}"
            + " | /lin: unknown key; did you mean line?",
        "{'properties':{'a':{'properties':{'line':{}}}},'additionalProperties':false} | {'line':1}"
            + " | /line: unknown key; did you mean /a/line?",
        "{'items':{'properties':{'b':{},'a':{}},'additionalProperties':false}} | [{'colour':1}]"
            + " | /0/colour: unknown key; known here: b, a",
        "{'minLength':1} | '' | (root): must not be empty; got \"\"",
        "{'minLength':2} | 'a' | (root): must have at least 2 characters; got \"a\"",
        "{'pattern':'^a$','errorMessage':{'pattern':'must be an {0} here'}} | 'b'"
            + " | (root): must be an {0} here; got \"b\"",
        "{'propertyNames':{'pattern':'^a$'}} | {'b':1} | (root): has the key \"b\"; it must be another",
        "{'properties':{'z':false}} | {'z':1} | /z: must not be there; got 1",
        "{'items':{'minimum':1}} | [0] | /0: must be at least 1; got 0",
      })
  void aViolationSaysWhereWhatWasExpectedAndWhatWasThere(
      String schema, String value, String message) throws Exception {
    assertThat(found(schema, value)).hasSize(1);
    assertThat(found(schema, value).get(0)).startsWith(message);
  }

  @Test
  void violationsComeInTheOrderOfPlacesWhateverTheOrderOfTheSchema() throws Exception {
    assertThat(
            found(
                "{'required':['q'],'properties':{'b':{'type':'string'},'a':{'type':'string'}}}",
                "{'b':1,'a':1}"))
        .extracting(text -> text.substring(0, 3))
        .containsExactly("/a:", "/b:", "/q:");
  }

  @Test
  void aLongValueIsShownClipped() throws Exception {
    assertThat(found("{'type':'integer'}", "'" + "x".repeat(10_000) + "'").get(0))
        .hasSizeLessThan(150)
        .endsWith("…");
  }

  @Test
  void aViolationIsOneBoundedLineWhateverTheKeysAre() throws Exception {
    String key = "a\\nb\\u0000" + "x".repeat(10_000);
    String schema = "{'additionalProperties':{'enum':['" + "e".repeat(10_000) + "']}}";
    assertThat(found(schema, "{'" + key + "':5}").get(0))
        .startsWith("/a\\nb xxx")
        .contains("…: must be one of [\"eee")
        .hasSizeLessThan(700);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'type':5} | /type: must be",
        "{'properties':{'a':{'minimum':'x'}}} | /properties/a/minimum: must be a number; got \"x\"",
        "{'properties':{'a':{'pattern':'['}}}"
            + " | /properties/a/pattern: must be a regular expression (Unclosed character class)",
        "{'items':{'$ref':'#/$defs/no'}} | /items/$ref: must be # or #/… and lead to a part",
        "{'$ref':'https://example.com/x'} | /$ref: must be # or #/…",
        "{'$ref':'file:///etc/passwd'} | /$ref: must be # or #/…",
        "5 | (root): must be an object or a boolean; got 5",
      })
  void aFaultOfASchemaItselfIsLocated(String schema, String fault) throws Exception {
    assertThat(JsonSchema.faults(json(schema)).toString()).contains(fault);
    assertThatThrownBy(() -> JsonSchema.of(json(schema)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(fault);
  }

  @Test
  void keysThatOnlyLookLikeKeywordsAreNotFaults() throws Exception {
    assertThat(
            JsonSchema.faults(
                json("{'properties':{'pattern':{'type':'string'}},'const':{'$ref':'nowhere'}}")))
        .isEmpty();
  }

  @Test
  void twoSchemasWithOneIdDoNotMix() throws Exception {
    JsonSchema string = JsonSchema.of(json("{'$id':'urn:x','type':'string'}"));
    JsonSchema number = JsonSchema.of(json("{'$id':'urn:x','type':'number'}"));
    assertThat(string.check(json("5"))).hasSize(1);
    assertThat(number.check(json("5"))).isEmpty();
  }

  @Test
  void aValueNestedTooDeeplyIsAViolationNotAStackOverflow() throws Exception {
    JsonSchema schema = JsonSchema.of(json("{'items':{'$ref':'#'}}"));
    assertThat(schema.check(json("[".repeat(100) + "]".repeat(100)))).isEmpty();
    assertThat(schema.check(json("[".repeat(900) + "]".repeat(900))))
        .containsExactly(new Violation("", "must be nested at most 100 deep"));
  }

  @Test
  void aSchemaThatIsOnlyItselfIsAViolationNotAStackOverflow() throws Exception {
    assertThat(JsonSchema.of(json("{'$ref':'#'}")).check(json("5")).toString())
        .contains("refers to itself");
  }

  @Test
  void whatIsLeftOutHasTheDefaultOfTheSchemaInItsOrder() throws Exception {
    JsonSchema schema =
        JsonSchema.of(
            json(
                "{'properties':{'a':{'default':1},'b':{'default':{},'properties':{'c':{'default':2},"
                    + "'d':{}}},'e':{'default':null}}}"));
    assertThat(schema.filled(json("{'x':0,'e':5}")))
        .hasToString("{\"a\":1,\"b\":{\"c\":2},\"e\":5,\"x\":0}");
    assertThat(schema.filled(json("{'b':{'d':3}}")))
        .hasToString("{\"a\":1,\"b\":{\"c\":2,\"d\":3},\"e\":null}");
  }

  @Test
  void aKeyOfAnyLengthIsShownClipped() throws Exception {
    String key = "x".repeat(40_000);
    assertThat(found("{'properties':{'a':{}},'additionalProperties':false}", "{'" + key + "':1}"))
        .allSatisfy(
            line ->
                assertThat(line).hasSizeLessThan(300).endsWith("…: unknown key; known here: a"));
  }

  @Test
  void aNameThatDoesNotExistIsRefused() {
    assertThatThrownBy(() -> JsonSchema.named("no-such"))
        .hasMessage("no schema on the class path at /catalytic/schemas/no-such.schema.json");
  }

  private static List<String> found(String schema, String value) throws JsonProcessingException {
    return JsonSchema.of(json(schema)).check(json(value)).stream().map(Object::toString).toList();
  }

  /** Single quotes for double ones, so that the cases can be read. */
  private static JsonNode json(String text) throws JsonProcessingException {
    return Json.parse(text.replace('\'', '"'));
  }
}
