package io.catalytic.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catalytic.schema.JsonSchema;
import io.catalytic.schema.Violation;
import java.util.List;

/** A schema of specs: says where a fault comes from, and refuses newer versions. Thread-safe. */
final class SpecSchema {
  private final JsonSchema schema;

  private SpecSchema(JsonSchema schema) {
    this.schema = schema;
  }

  /** Returns the schema {@code schemas/<name>.schema.json}. */
  static SpecSchema named(String name) {
    return new SpecSchema(JsonSchema.named(name));
  }

  /**
   * Returns everything that is wrong with a document.
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
    return schema.check(document).stream().map(found -> fault(found, source, overlay)).toList();
  }

  private static SpecFault fault(Violation found, String source, JsonNode overlay) {
    boolean flag = !found.pointer().isEmpty() && !overlay.at(found.pointer()).isMissingNode();
    return new SpecFault(flag ? Overlay.NAME : source, found.pointer(), found.message());
  }

  /** Returns a copy of a valid document with the default of every key that it leaves out. */
  ObjectNode filled(JsonNode document) {
    return schema.filled(document);
  }
}
