package io.catalytic.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.io.Resources;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.catalytic.digest.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One of our own schemas: what fits it, what does not and why, and its defaults. Thread-safe. */
final class SpecSchema {
  private final JsonNode json;
  private final Schema schema;
  private final KnownKeys keys;

  private SpecSchema(JsonNode json) {
    this.json = json;
    this.schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(json);
    this.keys = new KnownKeys(json);
  }

  /** Returns the schema of this name, from the program itself. */
  static SpecSchema named(String name) {
    String resource = "catalytic/schemas/" + name;
    try {
      return new SpecSchema(Json.parse(Resources.toByteArray(Resources.getResource(resource))));
    } catch (IOException e) {
      throw new UncheckedIOException(resource + ": cannot be read", e);
    }
  }

  /**
   * Returns everything that is wrong with a document, in its order.
   *
   * @param source where the document came from
   * @param overlay what the command line laid over it, already in it
   */
  List<SpecFault> faults(JsonNode document, String source, JsonNode overlay) {
    JsonNode version = document.path("version");
    if (version.isIntegralNumber()
        && version.bigIntegerValue().signum() > 0
        && version.asLong() != 1) {
      return List.of(
          new SpecFault(
              source,
              "/version",
              "is version " + version + "; this program reads version 1, so take a newer program"));
    }
    List<SpecFault> faults = new ArrayList<>();
    for (Error error :
        schema.validate(
            document, context -> context.executionConfig(c -> c.locale(Locale.ENGLISH)))) {
      String pointer = FaultText.pointer(error);
      boolean flag = !pointer.isEmpty() && !overlay.at(pointer).isMissingNode();
      faults.add(
          new SpecFault(
              flag ? Overlay.NAME : source, pointer, FaultText.message(error, document, keys)));
    }
    return faults;
  }

  /** Returns a copy of a valid document with the default of every key that it leaves out. */
  ObjectNode filled(JsonNode document) {
    ObjectNode copy = Json.object();
    fill(copy, document, json);
    return copy;
  }

  private static void fill(ObjectNode to, JsonNode from, JsonNode schema) {
    // In the schema's order first, then whatever else there is.
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
