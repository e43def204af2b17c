package io.catalytic.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Lays what flags said over what a file says. */
final class Overlay {
  /** Where an overlay comes from, as messages show it. */
  static final String NAME = "command line";

  private Overlay() {}

  /** Returns a new value: objects merge key by key, anything else above replaces what is below. */
  static JsonNode lay(JsonNode above, JsonNode below) {
    if (!(above instanceof ObjectNode) || !(below instanceof ObjectNode base)) {
      return above.isEmpty() && above.isObject() ? below.deepCopy() : above.deepCopy();
    }
    ObjectNode merged = base.deepCopy();
    above
        .properties()
        .forEach(
            entry -> {
              JsonNode old = merged.get(entry.getKey());
              JsonNode value = entry.getValue();
              merged.set(entry.getKey(), old == null ? value.deepCopy() : lay(value, old));
            });
    return merged;
  }
}
