package io.catalytic.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catalytic.digest.Json;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Walks a value along its schema, so that claims about every field need not be written out. */
public final class SchemaFields {
  private final JsonNode schema;

  private SchemaFields(JsonNode schema) {
    this.schema = schema;
  }

  /**
   * A key of an object in a value.
   *
   * @param object JSON pointer of the object
   * @param known its keys by the schema, in its order
   */
  public record Field(String object, String key, List<String> known) {
    /** Returns a copy of a value in which this field has another value. */
    public ObjectNode with(JsonNode value, JsonNode other) {
      ObjectNode copy = value.deepCopy();
      ((ObjectNode) copy.at(object)).set(key, other);
      return copy;
    }

    /** Returns a copy of a value that lacks this field. */
    public ObjectNode without(JsonNode value) {
      ObjectNode copy = value.deepCopy();
      ((ObjectNode) copy.at(object)).remove(key);
      return copy;
    }
  }

  /** Reads {@code schemas/<name>.schema.json}. */
  public static SchemaFields named(String name) throws IOException {
    String resource = "/catalytic/schemas/" + name + ".schema.json";
    try (InputStream in = SchemaFields.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IOException("no " + resource);
      }
      return new SchemaFields(Json.parse(in.readAllBytes()));
    }
  }

  /** Returns the schema's part at a JSON pointer. */
  public JsonNode at(String pointer) {
    return schema.at(pointer);
  }

  /** Returns every field of a value's objects whose keys the schema lists. */
  public List<Field> of(JsonNode value) {
    List<Field> fields = new ArrayList<>();
    walk(schema, value, "", fields);
    return fields;
  }

  /** Returns the fields that the schema has, as {@code /restoration/restored}. */
  public Set<String> all() {
    Set<String> all = new TreeSet<>();
    collect(schema, "", all);
    return all;
  }

  private void walk(JsonNode unresolved, JsonNode value, String at, List<Field> fields) {
    JsonNode part = resolve(unresolved);
    JsonNode properties = part.path("properties");
    List<String> known = new ArrayList<>();
    properties.fieldNames().forEachRemaining(known::add);
    if (value.isObject() && !known.isEmpty()) {
      for (var entry : value.properties()) {
        fields.add(new Field(at, entry.getKey(), known));
        walk(properties.path(entry.getKey()), entry.getValue(), at + "/" + entry.getKey(), fields);
      }
    }
    for (int i = 0; value.isArray() && i < value.size(); i++) {
      walk(part.path("items"), value.get(i), at + "/" + i, fields);
    }
  }

  private void collect(JsonNode unresolved, String at, Set<String> all) {
    JsonNode part = resolve(unresolved);
    for (var property : part.path("properties").properties()) {
      all.add(at + "/" + property.getKey());
      collect(property.getValue(), at + "/" + property.getKey(), all);
    }
    if (part.has("items")) {
      collect(part.get("items"), at + "/0", all);
    }
  }

  private JsonNode resolve(JsonNode part) {
    return part.has("$ref") ? schema.at(part.get("$ref").asText().substring(1)) : part;
  }
}
