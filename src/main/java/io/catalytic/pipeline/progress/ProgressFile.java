package io.catalytic.pipeline.progress;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catalytic.digest.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;

/**
 * What a process leaves for others: one line of JSON, {@code run}, and of each step a list of its
 * groups as {@code [key, begun, done, aside]}.
 *
 * @param run which one it is of
 * @param groups what the process has counted
 */
record ProgressFile(String run, Map<Group, Counted> groups) {
  /** Takes a copy. */
  ProgressFile {
    groups = Map.copyOf(groups);
  }

  byte[] encode() {
    ObjectNode file = Json.object().put("run", run);
    for (Step step : Step.values()) {
      ArrayNode list = file.putArray(step.wireName());
      groups.entrySet().stream()
          .filter(group -> group.getKey().step() == step)
          .sorted(Comparator.comparingInt(group -> group.getKey().key()))
          .forEach(
              group ->
                  list.addArray()
                      .add(group.getKey().key())
                      .add(group.getValue().begun())
                      .add(group.getValue().done())
                      .add(group.getValue().aside()));
    }
    return (Json.write(file) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Reads one.
   *
   * @throws IOException if it is none
   */
  static ProgressFile parse(byte[] bytes) throws IOException {
    JsonNode file = Json.parse(bytes);
    Map<Group, Counted> groups = new HashMap<>();
    for (Step step : Step.values()) {
      for (JsonNode group : file.path(step.wireName())) {
        if (group.size() != 4 || !isWhole(group)) {
          throw new IOException("a group of " + step.wireName() + " must be four whole numbers");
        }
        try {
          groups.put(
              new Group(step, group.get(0).intValue()),
              new Counted(
                  group.get(1).longValue(), group.get(2).longValue(), group.get(3).longValue()));
        } catch (IllegalArgumentException e) {
          throw new IOException("a group of " + step.wireName() + ": " + e.getMessage(), e);
        }
      }
    }
    return new ProgressFile(file.path("run").asText(), groups);
  }

  private static boolean isWhole(JsonNode group) {
    for (JsonNode number : group) {
      if (!number.canConvertToExactIntegral() || !number.canConvertToLong()) {
        return false;
      }
    }
    return true;
  }
}
