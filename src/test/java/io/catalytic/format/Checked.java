package io.catalytic.format;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.catalytic.digest.Json;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Checks texts in this process and tells what was found in short. */
final class Checked {
  private Checked() {}

  static JsonNode json(String text) {
    try {
      return Json.parse(text);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  static JsonNode report(Format format, String text) throws TooComplexException {
    return report(format, text, Optional.empty());
  }

  static JsonNode report(Format format, String text, Optional<JsonNode> schema)
      throws TooComplexException {
    try {
      return json(FormatCheck.check(format, text, schema).toJson());
    } catch (SchemaRefusedException e) {
      throw new AssertionError(e);
    }
  }

  /** Returns each error as {@code line:column message}. */
  static List<String> errors(Format format, String text) throws TooComplexException {
    return lines(report(format, text));
  }

  /** As above, against a schema in JSON. */
  static List<String> errors(Format format, String text, String schema) throws TooComplexException {
    return lines(report(format, text, Optional.of(json(schema))));
  }

  private static List<String> lines(JsonNode report) {
    List<String> lines = new ArrayList<>();
    for (JsonNode error : report.get("errors")) {
      String place = error.has("line") ? error.get("line") + ":" + error.get("column") + " " : "";
      lines.add(place + error.get("message").asText());
    }
    return lines;
  }
}
