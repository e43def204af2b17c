package io.catalytic.extract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catalytic.digest.Json;
import io.catalytic.model.Completion;
import io.catalytic.model.ModelException;
import io.catalytic.model.ModelFault;
import io.catalytic.model.ModelRequest;
import io.catalytic.model.TokenCounts;
import java.time.Duration;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code validate_format} as the worker answers it, in a process of its own. */
class ValidateFormatTest {
  private final EmbeddedClient client = Extract.client(Extract.PATIENCE);

  @AfterEach
  void end() {
    client.close();
  }

  private static ModelRequest request(String format, String text) {
    return request(Json.object().put("format", format).put("text", text));
  }

  private static ModelRequest request(ObjectNode input) {
    return new ModelRequest("validate_format", "", Json.object(), input, 2048, 0);
  }

  private static AbstractThrowableAssert<?, ?> assertFault(
      EmbeddedClient client, ModelRequest request, ModelFault fault) {
    return assertThatThrownBy(() -> client.complete(request))
        .isInstanceOfSatisfying(
            ModelException.class, e -> assertThat(e.fault()).as(e.getMessage()).isEqualTo(fault));
  }

  @Test
  void answersInTheFormOfTheInstruction() throws Exception {
    Completion completion = client.complete(request("json", "{\"a\":1,\n}"));
    assertThat(completion.text())
        .isEqualTo(
            "{\"valid\":false,\"format\":\"json\",\"errors\":[{\"message\":\"Unexpected character"
                + " ('}' (code 125)): was expecting double-quote to start field name\",\"line\":2,"
                + "\"column\":1}]}");
    assertThat(completion.tokens()).isEqualTo(TokenCounts.NONE);
    ObjectNode input = Json.object().put("format", "yaml").put("text", "a: x");
    input.putObject("schema").putObject("properties").putObject("a").put("type", "integer");
    assertThat(client.complete(request(input)).text()).contains("/a: must be an integer");
  }

  @Test
  void anyTextSurvivesTheWayThere() throws Exception {
    for (String text : new String[] {"", "\0", "\uD800", "ü😀\r\n", "\"\\u0000\""}) {
      client.complete(request("json", text));
    }
    assertThat(client.complete(request("json", "\"ü😀\\u0000\"")).text())
        .isEqualTo("{\"valid\":true,\"format\":\"json\",\"errors\":[]}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"text\":\"\"} | REQUEST_REFUSED | the text \"format\"",
        "{\"format\":\"json\"} | REQUEST_REFUSED | the text \"text\"",
        "{\"format\":\"docx\",\"text\":\"\"} | UNSUPPORTED | \"docx\"; there are: json, jsonl,"
            + " yaml",
        "{\"format\":\"json\",\"text\":\"1\",\"schema\":{\"$ref\":\"#/x\"}} | REQUEST_REFUSED |"
            + " /$ref",
        "{\"format\":\"xml\",\"text\":\"<a/>\",\"schema\":{}} | REQUEST_REFUSED | XML",
        "{\"format\":\"json\",\"text\":\"1e999\",\"schema\":{}} | CONTEXT_EXCEEDED | 1e999",
      })
  void whatCannotBeAnsweredIsAFaultOfItsOwnKind(String input, ModelFault fault, String said)
      throws Exception {
    assertFault(client, request((ObjectNode) Json.parse(input)), fault).hasMessageContaining(said);
  }

  @Test
  void refusesTextsAndSchemasBeyondItsLimits() {
    String text = " ".repeat(EmbeddedClient.MAX_CHARS + 1);
    assertFault(client, request("json", text), ModelFault.CONTEXT_EXCEEDED)
        .hasMessageContaining("16777216");
    ObjectNode input = Json.object().put("format", "json").put("text", "1");
    input.putObject("schema").put("title", "x".repeat(EmbeddedClient.MAX_SCHEMA_CHARS));
    assertFault(client, request(input), ModelFault.CONTEXT_EXCEEDED)
        .hasMessageContaining("the schema has");
  }

  @Test
  void aParserThatTakesTooLongIsEndedAndTheNextTextIsAnswered() throws Exception {
    // The YAML parser's time grows with the square of the depth.
    String slow = "[".repeat(190_000);
    try (EmbeddedClient hasty = Extract.client(Duration.ofMillis(1))) {
      assertFault(hasty, request("yaml", slow), ModelFault.TOO_SLOW)
          .hasMessageContaining("within 1 ms");
    }
    assertThat(client.complete(request("yaml", "a: 1")).text()).contains("\"valid\":true");
  }

  @Test
  void aPatternThatNeverEndsIsEndedToo() {
    ObjectNode input =
        Json.object().put("format", "json").put("text", "\"" + "a".repeat(60) + "!\"");
    input.putObject("schema").put("pattern", "^((a+)+)+$");
    try (EmbeddedClient hasty = Extract.client(Duration.ofMillis(1))) {
      assertFault(hasty, request(input), ModelFault.TOO_SLOW);
    }
  }
}
