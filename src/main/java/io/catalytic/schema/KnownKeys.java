package io.catalytic.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The keys that a schema knows, and which of them an unknown one may have meant. */
final class KnownKeys {
  /** Key by pointer. */
  private final Map<String, String> keys = new TreeMap<>();

  KnownKeys(JsonNode schema) {
    collect("", schema);
  }

  private void collect(String parent, JsonNode schema) {
    for (var property : schema.path("properties").properties()) {
      String pointer = parent + "/" + SchemaParts.escape(property.getKey());
      keys.put(pointer, property.getKey());
      collect(pointer, property.getValue());
    }
  }

  /**
   * Returns what to do about an unknown key.
   *
   * @param siblings the keys that are known where it stands
   */
  String advice(String key, Collection<String> siblings) {
    record Candidate(String shown, int distance) {}

    List<Candidate> candidates = new ArrayList<>();
    // A sibling before one that stands elsewhere: of two as near, min takes the first.
    siblings.forEach(known -> candidates.add(new Candidate(known, NearName.distance(known, key))));
    keys.forEach((at, known) -> candidates.add(new Candidate(at, NearName.distance(known, key))));
    return candidates.stream()
        .filter(candidate -> candidate.distance() <= NearName.farthest(key))
        .min(Comparator.comparingInt(Candidate::distance))
        .map(candidate -> "did you mean " + candidate.shown() + "?")
        .orElse(siblings.isEmpty() ? "remove it" : "known here: " + String.join(", ", siblings));
  }
}
