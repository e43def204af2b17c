package io.catalytic.instruction;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catalytic.digest.Hash;
import io.catalytic.digest.Json;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
 * @param examples inputs with their answers, which stand below the constraints
 * @param grounding what of an answer must stand in the input, or null
 * @param chunks how an input that is too long is cut, or null if it must not be
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
    List<Example> examples,
    @Nullable Grounding grounding,
    @Nullable ChunkRule chunks,
    Hash digest)
    implements Serializable {

  /** Takes copies of the lists. */
  public Instruction {
    constraints = List.copyOf(constraints);
    examples = List.copyOf(examples);
  }

  /** Returns what of an answer must stand in the input, if anything. */
  public Optional<Grounding> groundingRule() {
    return Optional.ofNullable(grounding);
  }

  /** Returns how an input that is too long is cut, if it may be. */
  public Optional<ChunkRule> chunkRule() {
    return Optional.ofNullable(chunks);
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
    if (!examples.isEmpty()) {
      ArrayNode list = json.putArray("examples");
      examples.forEach(each -> list.add(InstructionRules.toJson(each)));
    }
    groundingRule().ifPresent(rule -> json.set("grounding", InstructionRules.toJson(rule)));
    chunkRule().ifPresent(rule -> json.set("chunks", InstructionRules.toJson(rule)));
    return json;
  }
}
