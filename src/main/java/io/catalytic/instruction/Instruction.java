package io.catalytic.instruction;

import com.fasterxml.jackson.databind.JsonNode;
import io.catalytic.digest.Hash;
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
}
