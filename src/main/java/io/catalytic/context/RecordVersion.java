package io.catalytic.context;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catalytic.digest.Excerpt;
import io.catalytic.digest.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The outside of both kinds of record: JSON, with its version, in a ref. */
final class RecordVersion {
  private static final String VERSION = "1.0";
  private static final String MAJOR = "1.";

  private RecordVersion() {}

  /** Returns a record with nothing but its version. */
  static ObjectNode start() {
    return Json.object().put("schema_version", VERSION);
  }

  static byte[] write(ObjectNode record) {
    return Json.write(record).getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Returns the array that a record is about.
   *
   * @param ref where it was read, for messages
   * @throws IOException if it is of a newer version, or damaged
   */
  static JsonNode array(String ref, byte[] record, String key) throws IOException {
    JsonNode json;
    try {
      json = Json.parse(record);
    } catch (IOException e) {
      throw damaged(ref, Excerpt.line(String.valueOf(e.getMessage()), 200));
    }
    String version = json.path("schema_version").asText();
    if (!version.startsWith(MAJOR)) {
      throw new IOException(
          "ref "
              + ref
              + " has version \""
              + Excerpt.line(version, 40)
              + "\"; this program reads "
              + MAJOR
              + "x: use a newer one");
    }
    if (!json.path(key).isArray()) {
      throw damaged(ref, "/" + key + ": must be an array");
    }
    return json.path(key);
  }

  static IOException damaged(String ref, String why) {
    return new IOException("ref " + ref + " is damaged: " + why);
  }
}
