package io.catalytic.extract;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catalytic.digest.Json;
import java.util.List;

/**
 * What was found in one file, each list in the order of places.
 *
 * @param partial whether the parser had to skip or invent something
 */
record Structure(
    List<FoundFunction> functions,
    List<FoundClass> classes,
    List<FoundImport> imports,
    boolean partial) {

  /**
   * A function, method or constructor.
   *
   * @param container the enclosing types, joined by dots; empty if there are none
   */
  record FoundFunction(String name, int line, int endLine, List<String> params, String container) {}

  /**
   * A type or namespace.
   *
   * @param kind one of those in the answer's schema
   */
  record FoundClass(String name, int line, int endLine, String kind) {}

  /** What is imported. */
  record FoundImport(String name, int line) {}

  /** Returns the answer, with its keys in the order of the schema. */
  String toJson() {
    ObjectNode answer = Json.object();
    ArrayNode functionNodes = answer.putArray("functions");
    for (FoundFunction function : functions) {
      ObjectNode node = functionNodes.addObject();
      node.put("name", function.name()).put("line", function.line());
      node.put("end_line", function.endLine());
      ArrayNode params = node.putArray("params");
      function.params().forEach(params::add);
      if (!function.container().isEmpty()) {
        node.put("container", function.container());
      }
    }
    ArrayNode classNodes = answer.putArray("classes");
    for (FoundClass each : classes) {
      classNodes
          .addObject()
          .put("name", each.name())
          .put("line", each.line())
          .put("end_line", each.endLine())
          .put("kind", each.kind());
    }
    ArrayNode importNodes = answer.putArray("imports");
    for (FoundImport each : imports) {
      importNodes.addObject().put("name", each.name()).put("line", each.line());
    }
    if (partial) {
      answer.put("partial", true);
    }
    return Json.write(answer);
  }
}
