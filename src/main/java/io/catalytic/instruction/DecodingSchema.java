package io.catalytic.instruction;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catalytic.digest.Json;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Reduces an output schema to what servers can turn into a grammar.
 *
 * <p>A server skips keywords that it does not know, and refuses the whole request over some ({@code
 * prefixItems}, classes in patterns, nested references). So only keywords that all of them know are
 * kept, and references to parts of the schema itself are replaced by what they refer to.
 *
 * <p>One rule holds throughout: whatever fits the full schema fits the reduced one. The decoder may
 * let too much through, since the answer is checked against the full schema afterwards; it must
 * never make a right answer impossible. Hence {@code oneOf} becomes {@code anyOf} (reduced branches
 * may overlap), and a neighbour of a dropped keyword that is read together with it goes too.
 *
 * <p>Read in llama.cpp's {@code json-schema-to-grammar.cpp}, which Ollama carries: the empty schema
 * means an object there, and one without a type or shape fails the request, so "anything" is
 * written as the list of all types.
 */
final class DecodingSchema {
  /** Largest bound on a length that is kept: a grammar writes each repetition out. */
  static final int MOST_REPETITIONS = 100;

  /** Most subschemas of a reduced schema; from there on anything is let through. */
  static final int MOST_PARTS = 2000;

  private static final Set<String> BOUNDS =
      Set.of("minItems", "maxItems", "minLength", "maxLength");

  /** What a server goes by to choose a rule; a schema must have one of them. */
  private static final Set<String> ROOTS =
      Set.of("type", "enum", "const", "anyOf", "properties", "items");

  private final JsonNode root;
  private final Deque<String> expanding = new ArrayDeque<>();
  private int parts;

  private DecodingSchema(JsonNode root) {
    this.root = root;
  }

  /** Returns the reduced form of a valid schema, which is left as it is. */
  static JsonNode of(JsonNode schema) {
    return new DecodingSchema(schema).reduce(schema);
  }

  private ObjectNode reduce(JsonNode schema) {
    boolean isOtherResource = parts > 0 && schema.has("$id");
    if (!schema.isObject() || isOtherResource || ++parts > MOST_PARTS) {
      return anything();
    }
    if (schema.has("$ref")) {
      return expand(schema.get("$ref").asText());
    }
    ObjectNode reduced = Json.object();
    for (var entry : schema.properties()) {
      keep(reduced, schema, entry.getKey(), entry.getValue());
    }
    return ROOTS.stream().anyMatch(reduced::has) ? reduced : anything();
  }

  /** A server reads the empty schema as "an object", and refuses one with bounds alone. */
  private static ObjectNode anything() {
    ObjectNode anything = Json.object();
    ArrayNode types = anything.putArray("type");
    List.of("object", "array", "string", "number", "boolean", "null").forEach(types::add);
    return anything;
  }

  /** Returns what a reference leads to; anything if it leads back into itself or elsewhere. */
  private ObjectNode expand(String ref) {
    boolean isLocal = ref.equals("#") || ref.startsWith("#/");
    if (!isLocal || expanding.contains(ref)) {
      return anything();
    }
    expanding.push(ref);
    ObjectNode reduced = reduce(ref.equals("#") ? root : root.at(ref.substring(1)));
    expanding.pop();
    return reduced;
  }

  private void keep(ObjectNode reduced, JsonNode schema, String keyword, JsonNode value) {
    switch (keyword) {
      case "type", "enum", "const" -> reduced.set(keyword, value.deepCopy());
      case "properties" -> {
        if (!value.isEmpty()) {
          // Without any, a server would take {} only.
          ObjectNode properties = reduced.putObject(keyword);
          value
              .properties()
              .forEach(each -> properties.set(each.getKey(), reduce(each.getValue())));
        }
      }
      case "required" -> required(reduced, schema, value);
      case "items" -> {
        if (value.isObject() && !schema.has("prefixItems")) {
          reduced.set(keyword, reduce(value));
        }
      }
      case "additionalProperties" -> {
        if (!schema.has("patternProperties")) {
          reduced.set(keyword, value.isBoolean() ? value : reduce(value));
        }
      }
      case "anyOf", "oneOf" -> alternatives(reduced, schema, value);
      default -> {
        if (BOUNDS.contains(keyword) && value.doubleValue() <= MOST_REPETITIONS) {
          reduced.set(keyword, value);
        }
      }
    }
  }

  /** Keeps what is required of the properties that are written down: a grammar has no others. */
  private static void required(ObjectNode reduced, JsonNode schema, JsonNode names) {
    ArrayNode kept = Json.object().arrayNode();
    for (JsonNode name : names) {
      if (schema.path("properties").has(name.asText())) {
        kept.add(name);
      }
    }
    if (!kept.isEmpty()) {
      reduced.set("required", kept);
    }
  }

  private void alternatives(ObjectNode reduced, JsonNode schema, JsonNode branches) {
    // A server reads the alternatives or what stands beside them, not both: keep what is plainer.
    boolean stand = Stream.of("type", "properties", "enum", "const").noneMatch(schema::has);
    if (stand && !reduced.has("anyOf")) {
      ArrayNode any = reduced.putArray("anyOf");
      branches.forEach(branch -> any.add(reduce(branch)));
    }
  }
}
