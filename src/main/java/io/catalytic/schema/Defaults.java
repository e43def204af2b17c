package io.catalytic.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catalytic.digest.Json;

/** The defaults that a schema gives, which a validator only annotates. */
final class Defaults {
  private Defaults() {}

  /**
   * Returns a copy of a value with the default of every key that it leaves out: the schema's keys
   * in the schema's order, then whatever else there is.
   */
  static ObjectNode filled(JsonNode value, JsonNode schema) {
    ObjectNode copy = Json.object();
    fill(copy, value, schema);
    return copy;
  }

  private static void fill(ObjectNode to, JsonNode from, JsonNode schema) {
    for (var property : schema.path("properties").properties()) {
      String key = property.getKey();
      JsonNode value = from.has(key) ? from.get(key) : property.getValue().get("default");
      if (value != null && value.isObject() && property.getValue().has("properties")) {
        fill(to.putObject(key), value, property.getValue());
      } else if (value != null) {
        to.set(key, value.deepCopy());
      }
    }
    for (var property : from.properties()) {
      if (!to.has(property.getKey())) {
        to.set(property.getKey(), property.getValue().deepCopy());
      }
    }
  }
}
