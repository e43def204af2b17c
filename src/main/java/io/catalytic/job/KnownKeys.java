package io.catalytic.job;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** The keys that a schema knows, and which of them an unknown one may have meant. */
final class KnownKeys {
  /** Key by pointer. */
  private final Map<String, String> keys = new TreeMap<>();

  KnownKeys(JsonNode schema) {
    collect("", schema);
  }

  private void collect(String parent, JsonNode schema) {
    schema
        .path("properties")
        .properties()
        .forEach(
            property -> {
              String pointer = parent + "/" + property.getKey();
              keys.put(pointer, property.getKey());
              collect(pointer, property.getValue());
            });
  }

  /** Returns what to do about the unknown key at this pointer. */
  String advice(String pointer) {
    String parent = pointer.substring(0, pointer.lastIndexOf('/') + 1);
    String key = pointer.substring(parent.length());
    int farthest = Math.max(2, key.length() / 3);
    return keys.keySet().stream()
        .filter(known -> distance(known, key) <= farthest)
        // A sibling before one that stands elsewhere.
        .min(
            Comparator.comparingInt((String known) -> distance(known, key))
                .thenComparing(known -> !isChild(parent, known)))
        .map(known -> "did you mean " + (isChild(parent, known) ? keys.get(known) : known) + "?")
        .orElseGet(() -> "known here: " + String.join(", ", children(parent)));
  }

  private int distance(String known, String key) {
    return LevenshteinDistance.getDefaultInstance().apply(keys.getOrDefault(known, ""), key);
  }

  private List<String> children(String parent) {
    return keys.keySet().stream().filter(known -> isChild(parent, known)).map(keys::get).toList();
  }

  private static boolean isChild(String parent, String pointer) {
    return pointer.startsWith(parent) && pointer.indexOf('/', parent.length()) < 0;
  }
}
