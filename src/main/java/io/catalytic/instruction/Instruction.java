package io.catalytic.instruction;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catalytic.digest.Hash;
import io.catalytic.digest.Json;
import java.io.Serializable;
import java.util.List;

/**
 * What a worker is asked to do, as data.
 *
 * @param id as {@code extract_structure}
 * @param version as {@code 1.0}
 * @param description one sentence for people
 * @param inputSchema JSON Schema (2020-12) of an input
 * @param outputSchema JSON Schema (2020-12) of an answer
 * @param promptTemplate text with a {@code {name}} for each property of the input that it shows
 * @param constraints rules that stand under the prompt, one a line
 * @param digest names the whole instruction: SHA-256 of its file's JSON in canonical form
 */
public record Instruction(
    String id,
    String version,
    String description,
    JsonNode inputSchema,
    JsonNode outputSchema,
    String promptTemplate,
    List<String> constraints,
    Hash digest)
    implements Serializable {

  /** Takes a copy of the constraints. */
  public Instruction {
    constraints = List.copyOf(constraints);
  }

  /** Returns what its file holds; in canonical form this has the {@link #digest}. */
  public ObjectNode toJson() {
    ObjectNode json =
        Json.object().put("id", id).put("version", version).put("description", description);
    json.set("input_schema", inputSchema);
    json.set("output_schema", outputSchema);
    json.put("prompt_template", promptTemplate);
    ArrayNode rules = json.putArray("constraints");
    constraints.forEach(rules::add);
    return json;
  }
}
