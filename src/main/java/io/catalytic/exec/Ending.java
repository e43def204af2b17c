package io.catalytic.exec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catalytic.digest.Json;
import java.util.Locale;

/**
 * How a command ended.
 *
 * @param how by what
 * @param code its exit code, 128 and the signal's number if a signal ended it; as of a shell 127 if
 *     it was not found and 126 if it could not be started; -1 if it is not known
 * @param millis how long it ran
 * @param leftBehind how many of its processes outlived it, and were ended
 */
public record Ending(How how, int code, long millis, int leftBehind) {

  /** What ended a command. */
  public enum How {
    /** It ended by itself, or somebody else ended it. */
    EXITED,
    /** It took too long. */
    TIMED_OUT,
    /** Who called it did not want it any more. */
    INTERRUPTED,
    /** It could not be started. */
    NOT_STARTED,
    /** The exec was killed, and this program knows no more. */
    UNKNOWN;

    /** Returns the name in files, as {@code timed_out}. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Of a command whose exec was killed. */
  static Ending unknown(int leftBehind) {
    return new Ending(How.UNKNOWN, -1, 0, leftBehind);
  }

  ObjectNode toJson() {
    ObjectNode json = Json.object().put("how", how.wireName());
    if (code >= 0) {
      json.put("code", code);
    } else {
      json.putNull("code");
    }
    return json.put("duration_ms", millis).put("left_behind", leftBehind);
  }

  static Ending fromJson(JsonNode json) {
    return new Ending(
        How.valueOf(json.path("how").asText().toUpperCase(Locale.ROOT)),
        json.path("code").asInt(-1),
        json.path("duration_ms").asLong(),
        json.path("left_behind").asInt());
  }
}
