package io.catalytic.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catalytic.digest.Json;
import org.jspecify.annotations.Nullable;

/** Answers of the form of OpenAI's API, for an {@link OllamaServer} to give. */
public final class OpenAiAnswer {
  private OpenAiAnswer() {}

  /** A whole answer: 10 prompt tokens and 5 of output. */
  public static OllamaAnswer of(String content) {
    return stopped(content, "stop", 10, 5);
  }

  /** An answer that ended for this reason; null for none. */
  public static OllamaAnswer stopped(
      @Nullable String content, @Nullable String reason, int promptTokens, int outputTokens) {
    ObjectNode body = Json.object().put("id", "c-1").put("object", "chat.completion");
    ObjectNode choice = body.put("model", "m").putArray("choices").addObject().put("index", 0);
    choice.putObject("message").put("role", "assistant").put("content", content);
    choice.put("finish_reason", reason);
    body.putObject("usage")
        .put("prompt_tokens", promptTokens)
        .put("completion_tokens", outputTokens)
        .put("total_tokens", promptTokens + outputTokens);
    body.put("system_fingerprint", "fp_1");
    return json(200, body);
  }

  /** A refusal by the model. */
  public static OllamaAnswer refusal(String words) {
    ObjectNode body = Json.object();
    ObjectNode choice = body.putArray("choices").addObject().put("finish_reason", "stop");
    choice.putObject("message").putNull("content").put("refusal", words);
    return json(200, body);
  }

  /** An error of the API's form. */
  public static OllamaAnswer error(int status, String message, @Nullable String code) {
    ObjectNode body = Json.object();
    body.putObject("error").put("message", message).put("type", "x").put("code", code);
    return json(status, body);
  }

  private static OllamaAnswer json(int status, ObjectNode body) {
    return OllamaAnswer.raw(status, "application/json", Json.write(body));
  }
}
