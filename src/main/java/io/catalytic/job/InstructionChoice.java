package io.catalytic.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catalytic.digest.Json;
import java.io.Serializable;

/**
 * Which instruction a job runs, and with what.
 *
 * @param name its id, or the path of its JSON file (relative to the current directory)
 * @param parameters further inputs, the same for every file
 */
public record InstructionChoice(String name, ObjectNode parameters) implements Serializable {
  /** Takes a copy. */
  public InstructionChoice {
    parameters = parameters.deepCopy();
  }

  /** Returns a copy of the further inputs, which the caller may change. */
  @Override
  public ObjectNode parameters() {
    return parameters.deepCopy();
  }

  static InstructionChoice of(JsonNode json) {
    return new InstructionChoice(
        json.get("name").textValue(), Json.object().setAll((ObjectNode) json.get("parameters")));
  }
}
