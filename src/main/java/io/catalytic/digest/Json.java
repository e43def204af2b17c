package io.catalytic.digest;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * JSON as this project reads and writes it.
 *
 * <p>Reading is strict: a key given twice, or anything after the value, is an error. Writing keeps
 * the order in which keys were put, in one line of UTF-8 without spaces.
 */
public final class Json {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
          .disable(JsonParser.Feature.AUTO_CLOSE_SOURCE)
          .build();

  private Json() {}

  /**
   * Returns the one value that the text holds.
   *
   * @throws JsonProcessingException if the text is not exactly one JSON value; it carries line and
   *     column
   */
  public static JsonNode parse(String text) throws JsonProcessingException {
    JsonNode node = MAPPER.readTree(text);
    if (node.isMissingNode()) {
      // Jackson reads "no value at all" as a missing node, which no caller can do anything with.
      throw new JsonParseException(
          null, "there is no JSON value, only " + (text.isEmpty() ? "nothing" : "white space"));
    }
    return node;
  }

  /**
   * Returns the one value that the UTF-8 bytes hold.
   *
   * @throws JsonProcessingException as {@link #parse(String)}
   */
  public static JsonNode parse(byte[] utf8) throws JsonProcessingException {
    return parse(new String(utf8, StandardCharsets.UTF_8));
  }

  /** Returns a parser as strict as {@link #parse(String)}; closing it leaves the reader open. */
  static JsonParser parser(Reader text) throws IOException {
    return MAPPER.getFactory().createParser(text);
  }

  /** Returns a new, empty object. */
  public static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /** Returns the value in one line, keys in the order they were put. */
  public static String write(JsonNode value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("a JSON tree can always be written", e);
    }
  }

  /** Returns the value over several indented lines, for people. */
  public static String pretty(JsonNode value) {
    return value.toPrettyString();
  }
}
