package io.catalytic.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.base.Ascii;
import com.networknt.schema.Error;
import java.util.ArrayList;
import java.util.List;

/** What the schema library found, in our words. */
final class FaultText {
  private static final int LONGEST_VALUE = 60;

  private FaultText() {}

  /** Returns the JSON pointer of the value, or of the key, that is at fault. */
  static String pointer(Error error) {
    StringBuilder pointer = new StringBuilder();
    for (int i = 0; i < error.getInstanceLocation().getNameCount(); i++) {
      pointer.append('/').append(escape(error.getInstanceLocation().getElement(i).toString()));
    }
    boolean ofKey =
        error.getKeyword().equals("additionalProperties") || error.getKeyword().equals("required");
    return ofKey && error.getProperty() != null
        ? pointer.append('/').append(escape(error.getProperty())).toString()
        : pointer.toString();
  }

  /** Returns what is wrong, and what to do. */
  static String message(Error error, JsonNode document, KnownKeys keys) {
    String pointer = pointer(error);
    JsonNode asked = error.getSchemaNode();
    String got = "; got " + clip(document.at(pointer));
    return switch (error.getKeyword()) {
      case "additionalProperties" -> "unknown key; " + keys.advice(pointer);
      case "required" -> "is missing; add it";
      case "type" -> "must be " + types(asked) + got;
      case "const" -> "must be " + asked + got;
      case "minimum" -> "must be at least " + asked + got;
      case "maximum" -> "must be at most " + asked + got;
      case "minLength" -> "must not be empty" + got;
      case "pattern" -> pattern(pointer) + got;
      case "propertyNames" ->
          "has the key \""
              + error.getProperty()
              + "\"; keys are "
              + "the Java names of pipeline options, and the runner stands beside options";
      default -> error.getMessage() + got;
    };
  }

  private static String pattern(String pointer) {
    return switch (pointer) {
      case "/model/name" -> "must be embedded, or a provider and a model as ollama:NAME";
      case "/model/url" -> "must start with http:// or https:// and hold no space";
      case "/runner" -> "must be a runner's name, as DirectRunner or FlinkRunner";
      default -> "has a form that is not read here";
    };
  }

  private static String types(JsonNode types) {
    List<String> names = new ArrayList<>();
    (types.isArray() ? types : List.of(types)).forEach(type -> names.add(article(type.asText())));
    return String.join(" or ", names);
  }

  private static String article(String type) {
    return switch (type) {
      case "null" -> type;
      case "array" -> "a list";
      case "object" -> "a mapping";
      case "integer" -> "a whole number";
      default -> "a " + type;
    };
  }

  private static String clip(JsonNode value) {
    return value.isMissingNode() ? "nothing" : Ascii.truncate(value.toString(), LONGEST_VALUE, "…");
  }

  static String escape(String key) {
    return key.replace("~", "~0").replace("/", "~1");
  }
}
