package io.catalytic.exec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catalytic.digest.Hash;
import io.catalytic.digest.Json;
import java.util.Optional;

/**
 * What was proved of a domain at the end.
 *
 * @param proven whether reading all of it gave the root that it has to have
 * @param rootAfter the root that it has; empty if there are paths that can't be part of any
 * @param remaining how many paths are not as they have to be
 */
public record Outcome(boolean proven, Optional<Hash> rootAfter, long remaining) {
  ObjectNode toJson() {
    ObjectNode json = Json.object().put("proven", proven);
    rootAfter.ifPresentOrElse(
        root -> json.put("root_after", root.hex()), () -> json.putNull("root_after"));
    return json.put("remaining", remaining);
  }

  static Outcome fromJson(JsonNode json) {
    JsonNode root = json.path("root_after");
    return new Outcome(
        json.path("proven").asBoolean(),
        root.isTextual() ? Optional.of(Hash.parse(root.asText())) : Optional.empty(),
        json.path("remaining").asLong());
  }
}
