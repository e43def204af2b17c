package io.catalytic.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catalytic.digest.Json;

/**
 * The body of {@code POST /chat/completions}.
 *
 * <p>{@code max_tokens} and not its successor {@code max_completion_tokens}, which servers other
 * than OpenAI's do not all know and pass over: an answer would then have no limit.
 */
final class OpenAiRequest {
  private OpenAiRequest() {}

  static String body(ModelSpec spec, ModelRequest request) {
    ObjectNode body = Json.object().put("model", spec.name());
    body.putArray("messages").addObject().put("role", "user").put("content", request.prompt());
    ObjectNode format = body.putObject("response_format").put("type", "json_schema");
    format
        .putObject("json_schema")
        .put("name", request.instruction())
        .put("strict", isStrict(request.decodingSchema()))
        .set("schema", request.decodingSchema());
    body.put("max_tokens", request.maxOutputTokens())
        .put("temperature", spec.temperature())
        .put("seed", spec.seed())
        .put("stream", false);
    return Json.write(body);
  }

  /**
   * Returns whether a schema may be called strict. OpenAI refuses a request that says so of one
   * with an object that is open or has a property that is not required; servers of one's own hold
   * the decoder to the schema whatever is said.
   */
  static boolean isStrict(JsonNode schema) {
    if (schema.isObject() && mayBeObject(schema)) {
      if (schema.path("additionalProperties").asBoolean(true)) {
        return false;
      }
      if (schema.path("required").size() != schema.path("properties").size()) {
        return false;
      }
    }
    for (var part : schema.properties()) {
      boolean isData = part.getKey().equals("enum") || part.getKey().equals("const");
      if (!isData && !areStrict(part.getKey(), part.getValue())) {
        return false;
      }
    }
    return true;
  }

  private static boolean areStrict(String keyword, JsonNode value) {
    if (keyword.equals("properties") || value.isArray()) {
      for (JsonNode part : value) {
        if (part.isObject() && !isStrict(part)) {
          return false;
        }
      }
      return true;
    }
    return !value.isObject() || isStrict(value);
  }

  private static boolean mayBeObject(JsonNode schema) {
    JsonNode type = schema.path("type");
    boolean listed = type.asText().equals("object");
    for (JsonNode each : type) {
      listed |= each.asText().equals("object");
    }
    return listed || schema.has("properties");
  }
}
