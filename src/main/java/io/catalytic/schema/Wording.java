package io.catalytic.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import io.catalytic.digest.Excerpt;
import io.catalytic.digest.Json;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says what the validator found, always as "what was expected; what was there", at the place where
 * something has to be done: that of the key itself where one is unknown or missing.
 *
 * <p>The commonest keywords have a wording of their own, which people and small models follow more
 * easily than the validator's; a schema can give its own for any keyword under {@value
 * #OWN_MESSAGES}; the others keep the validator's.
 */
final class Wording {
  /**
   * Keyword of a schema: messages by keyword, as {@code {"pattern": "must be a runner's name"}}.
   */
  static final String OWN_MESSAGES = "errorMessage";

  /** Most characters of a value that a message shows. */
  private static final int SHOWN = 80;

  private final JsonNode schema;
  private final KnownKeys keys;

  /** Of what is found by this schema. */
  Wording(JsonNode schema) {
    this.schema = schema;
    this.keys = new KnownKeys(schema);
  }

  Violation of(Error error) {
    String place = String.valueOf(error.getInstanceLocation());
    String keyword = String.valueOf(error.getKeyword());
    return switch (keyword) {
      case "additionalProperties", "unevaluatedProperties" ->
          new Violation(
              place + "/" + SchemaParts.escape(key(error)), "unknown key; " + hint(error));
      case "required" ->
          new Violation(place + "/" + SchemaParts.escape(key(error)), "is missing; add it");
      case "propertyNames" ->
          new Violation(
              place, "has the key " + quoted(key(error)) + "; " + own(error, "it must be another"));
      default -> new Violation(place, own(error, message(keyword, error)) + got(error));
    };
  }

  private static String message(String keyword, Error error) {
    return switch (keyword) {
      case "type" -> "must be " + types(argument(error, 1));
      case "enum" -> "must be one of " + argument(error, 0);
      case "const" -> "must be " + asked(error);
      case "minimum" -> "must be at least " + asked(error);
      case "maximum" -> "must be at most " + asked(error);
      case "minLength" ->
          asked(error).equals("1")
              ? "must not be empty"
              : "must have at least " + asked(error) + " characters";
      case "false" -> "must not be there";
      default -> error.getMessage();
    };
  }

  /** What the schema itself says about this keyword, which stands beside the keyword. */
  private String own(Error error, String usual) {
    return enclosing(error).path(OWN_MESSAGES).path(error.getKeyword()).asText(usual);
  }

  private String hint(Error error) {
    List<String> siblings = new ArrayList<>();
    enclosing(error).path("properties").fieldNames().forEachRemaining(siblings::add);
    return keys.advice(key(error), siblings);
  }

  /** The schema that has the keyword; a missing node where it isn't a part of ours. */
  private JsonNode enclosing(Error error) {
    String keyword = String.valueOf(error.getSchemaLocation().getFragment());
    return schema.at(keyword.substring(0, Math.max(0, keyword.lastIndexOf('/'))));
  }

  private static String asked(Error error) {
    JsonNode expected = error.getSchemaNode();
    return expected == null ? argument(error, 0) : Excerpt.of(expected.toString(), SHOWN);
  }

  private static String types(String expected) {
    List<String> names = new ArrayList<>();
    for (String type : expected.replaceAll("[\\[\\]\" ]", "").split(",", -1)) {
      names.add(
          switch (type) {
            case "null" -> "null";
            case "integer", "object", "array" -> "an " + type;
            default -> "a " + type;
          });
    }
    return String.join(" or ", names);
  }

  private static String key(Error error) {
    String property = error.getProperty();
    return property == null ? argument(error, 0) : property;
  }

  private static String quoted(String name) {
    return Excerpt.of(Json.write(Json.object().textNode(name)), SHOWN);
  }

  private static String argument(Error error, int index) {
    @Nullable Object[] arguments = error.getArguments();
    return arguments != null && index < arguments.length ? String.valueOf(arguments[index]) : "";
  }

  private static String got(Error error) {
    JsonNode value = error.getInstanceNode();
    return value == null ? "" : "; got " + Excerpt.of(value.toString(), SHOWN);
  }
}
