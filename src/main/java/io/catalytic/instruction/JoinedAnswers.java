package io.catalytic.instruction;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catalytic.digest.CanonicalJson;
import io.catalytic.digest.Hash;
import io.catalytic.digest.Json;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Makes one answer of those to the parts of an input: {@code join}. */
final class JoinedAnswers {
  private JoinedAnswers() {}

  /**
   * Returns arrays joined in order, of equal items the first alone, and booleans or-ed, with keys
   * in the order in which they come up.
   *
   * @param parts objects of nothing but arrays and booleans, with canonical forms
   */
  static ObjectNode of(List<JsonNode> parts) {
    ObjectNode joined = Json.object();
    for (JsonNode part : parts) {
      for (var entry : part.properties()) {
        JsonNode value = entry.getValue();
        if (value.isArray()) {
          joined.withArray(entry.getKey()).addAll((ArrayNode) value);
        } else {
          joined.put(entry.getKey(), value.asBoolean() || joined.path(entry.getKey()).asBoolean());
        }
      }
    }
    joined.properties().stream()
        .filter(entry -> entry.getValue().isArray())
        .forEach(entry -> dropRepeated((ArrayNode) entry.getValue()));
    return joined;
  }

  private static void dropRepeated(ArrayNode items) {
    Set<Hash> seen = new HashSet<>();
    items.removeIf(item -> !seen.add(CanonicalJson.digest(item).hash()));
  }
}
