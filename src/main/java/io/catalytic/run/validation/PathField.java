package io.catalytic.run.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catalytic.digest.Json;
import io.catalytic.domain.RawPath;
import io.catalytic.domain.RawPathText;

/** The path of a line or of an item: {@code path} and {@code path_base64}. Stateless. */
final class PathField {
  private PathField() {}

  /**
   * Returns the path of an object.
   *
   * @throws IllegalArgumentException if it has none, or two that are not the same
   */
  static RawPath read(JsonNode object) {
    RawPath path = RawPathText.get(object);
    ObjectNode written = Json.object();
    RawPathText.put(written, path);
    boolean isSame =
        written.get("path").equals(object.get("path"))
            && written.has("path_base64") == object.has("path_base64");
    if (!isSame) {
      throw new IllegalArgumentException(
          "path and path_base64 do not belong together; they should be " + written);
    }
    return path;
  }
}
