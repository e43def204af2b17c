package io.catalytic.exec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catalytic.digest.Hash;
import io.catalytic.digest.Json;
import java.util.List;

/**
 * How many paths a command changed, and where they are listed.
 *
 * @param added only there afterwards
 * @param removed only there before
 * @param changed not the same
 * @param refused what can't be an entry, as a FIFO
 * @param kept how many of these stay
 * @param list the blob with a line of JSON for each ({@link Change}), by path
 */
public record Changes(long added, long removed, long changed, long refused, long kept, Hash list) {

  static Changes of(List<Change> changes, Hash list) {
    return new Changes(
        count(changes, "added"),
        count(changes, "removed"),
        count(changes, "changed"),
        count(changes, "refused"),
        changes.stream().filter(Change::kept).count(),
        list);
  }

  private static long count(List<Change> changes, String what) {
    return changes.stream().filter(change -> change.what().equals(what)).count();
  }

  /** Returns how many there are. */
  public long total() {
    return added + removed + changed + refused;
  }

  ObjectNode toJson() {
    return Json.object()
        .put("added", added)
        .put("removed", removed)
        .put("changed", changed)
        .put("refused", refused)
        .put("kept", kept)
        .put("list", list.hex());
  }

  static Changes fromJson(JsonNode json) {
    return new Changes(
        json.path("added").asLong(),
        json.path("removed").asLong(),
        json.path("changed").asLong(),
        json.path("refused").asLong(),
        json.path("kept").asLong(),
        Hash.parse(json.path("list").asText()));
  }
}
