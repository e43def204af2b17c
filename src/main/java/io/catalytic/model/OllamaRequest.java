package io.catalytic.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catalytic.digest.Json;

/**
 * The body of Ollama's {@code POST /api/chat}.
 *
 * <p>Each field is there for a reason: {@code truncate} and {@code shift} are false because a
 * server would otherwise cut a prompt that is too long, or slide it out of view, without a word;
 * {@code think} because thinking models may ignore {@code format}; {@code num_predict} because its
 * default is ten times the window; {@code num_ctx} is the same in every request of a run, since
 * another value makes the server load the model anew.
 */
final class OllamaRequest {
  /** How long the server holds the model in memory after a request. */
  private static final String KEEP_ALIVE = "10m";

  private OllamaRequest() {}

  static String body(ModelSpec spec, ModelRequest request) {
    ObjectNode body = Json.object().put("model", spec.name());
    body.putArray("messages").addObject().put("role", "user").put("content", request.prompt());
    body.set("format", request.decodingSchema());
    body.putObject("options")
        .put("num_ctx", spec.contextTokens())
        .put("num_predict", request.maxOutputTokens())
        .put("seed", spec.seed())
        .put("temperature", spec.temperature());
    body.put("keep_alive", KEEP_ALIVE)
        .put("stream", false)
        .put("think", false)
        .put("truncate", false)
        .put("shift", false);
    return Json.write(body);
  }
}
