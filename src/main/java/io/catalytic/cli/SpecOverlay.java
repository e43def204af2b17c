package io.catalytic.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.catalytic.digest.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Flags in the form of a job spec, to be laid over one. What was not given, null, is not there. */
final class SpecOverlay {
  private final ObjectNode json = Json.object();

  void text(@Nullable String value, String... keys) {
    put(value == null ? null : TextNode.valueOf(value), keys);
  }

  void texts(@Nullable List<String> values, String key) {
    if (values != null) {
      var array = json.putArray(key);
      values.forEach(array::add);
    }
  }

  void number(@Nullable Number value, String... keys) {
    put(value == null ? null : LongNode.valueOf(value.longValue()), keys);
  }

  /** Job specs have milliseconds. */
  void seconds(@Nullable Integer value, String... keys) {
    put(value == null ? null : LongNode.valueOf(1000L * value), keys);
  }

  /** A flag that switches off what is on by default. */
  void off(boolean given, String key) {
    put(given ? BooleanNode.FALSE : null, key);
  }

  ObjectNode json() {
    return json;
  }

  private void put(@Nullable JsonNode value, String... keys) {
    if (value == null) {
      return;
    }
    ObjectNode object = json;
    for (int i = 0; i < keys.length - 1; i++) {
      object = object.withObjectProperty(keys[i]);
    }
    object.set(keys[keys.length - 1], value);
  }
}
