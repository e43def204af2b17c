package io.catalytic.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import io.catalytic.digest.Excerpt;
import io.catalytic.digest.Json;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says what the validator found, always as "what was expected; what was there".
 *
 * <p>The commonest keywords have a wording of their own, which a small model follows more easily
 * than the validator's; the others keep the validator's.
 */
final class Wording {
  /** Most characters of a value that a message shows. */
  private static final int SHOWN = 80;

  private Wording() {}

  static Violation of(Error error) {
    return new Violation(String.valueOf(error.getInstanceLocation()), message(error));
  }

  private static String message(Error error) {
    String keyword = String.valueOf(error.getKeyword());
    return switch (keyword) {
      case "type" -> "must be " + types(argument(error, 1)) + got(error);
      case "enum" -> "must be one of " + argument(error, 0) + got(error);
      case "const" -> "must be " + constant(error) + got(error);
      case "required" -> "must have the key " + key(error);
      case "additionalProperties", "unevaluatedProperties" -> "must not have the key " + key(error);
      case "false" -> "must not be there" + got(error);
      default -> error.getMessage() + got(error);
    };
  }

  private static String constant(Error error) {
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
    return quoted(property == null ? argument(error, 0) : property);
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
