package io.catalytic.extract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.catalytic.digest.Json;
import io.catalytic.model.ModelException;
import io.catalytic.model.ModelFault;
import java.io.StreamCorruptedException;

/**
 * What a parser's process replies: {@code {"ok":ANSWER}}, or {@code {"fault":NAME,"message":TEXT}}.
 */
final class Reply {
  /** The first frame of a process: it runs. */
  static final String READY = "{\"ready\":true}";

  private static final String OK = "{\"ok\":";

  private Reply() {}

  /** Puts an answer's text in as it stands: it may have megabytes. */
  static String ok(String answer) {
    return OK + answer + "}";
  }

  static String fault(ModelFault fault, String message) {
    return Json.write(Json.object().put("fault", fault.name()).put("message", message));
  }

  /**
   * Returns the answer's text.
   *
   * @throws ModelException the fault that the reply tells
   * @throws StreamCorruptedException if it is no reply
   */
  static String answer(String reply) throws ModelException, StreamCorruptedException {
    if (reply.startsWith(OK) && reply.endsWith("}")) {
      return reply.substring(OK.length(), reply.length() - 1);
    }
    JsonNode fault;
    try {
      fault = Json.parse(reply);
    } catch (JsonProcessingException e) {
      throw noReply();
    }
    for (ModelFault each : ModelFault.values()) {
      if (each.name().equals(fault.path("fault").asText())) {
        throw new ModelException(each, fault.path("message").asText());
      }
    }
    throw noReply();
  }

  private static StreamCorruptedException noReply() {
    return new StreamCorruptedException("the parser's process sent what is no reply");
  }
}
