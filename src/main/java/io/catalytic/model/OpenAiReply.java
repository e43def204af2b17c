package io.catalytic.model;

import com.fasterxml.jackson.databind.JsonNode;
import io.catalytic.model.Completion.Stop;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads what an OpenAI-compatible server sent. Whatever the bytes are, the result is a value or a
 * {@link ModelException}, and no message holds the key.
 *
 * <p>An answer counts as whole only if its {@code finish_reason} is {@code stop}.
 */
final class OpenAiReply {
  private final URI server;
  private final String model;
  private final ApiKey key;
  private final ReplyForm form;

  OpenAiReply(URI server, String model, ApiKey key) {
    this.server = server;
    this.model = model;
    this.key = key;
    form = new ReplyForm(server, "OpenAI's API", key);
  }

  /** Returns the completion that a reply to {@code /chat/completions} holds. */
  Completion completion(HttpExchange.Reply reply) throws ModelException {
    JsonNode body = body(reply);
    JsonNode choice = body.path("choices").path(0);
    if (!choice.isObject()) {
      throw form.malformed("choices must hold one", body.path("choices"));
    }
    TokenCounts tokens = tokens(body.path("usage"));
    JsonNode refusal = choice.path("message").path("refusal");
    if (refusal.isTextual() && !refusal.textValue().isBlank()) {
      throw refused("the model refused: " + form.said(refusal.textValue()));
    }
    Stop stop = stop(choice.path("finish_reason"));
    JsonNode content = choice.path("message").path("content");
    if (!content.isTextual() && stop == Stop.FINISHED) {
      throw form.malformed("message.content must be a string", content);
    }
    return new Completion(content.asText(""), tokens, stop);
  }

  private Stop stop(JsonNode reason) throws ModelException {
    if (reason.isNull()) {
      return Stop.ABORTED;
    }
    return switch (reason.asText()) {
      case "stop" -> Stop.FINISHED;
      case "length" -> Stop.LENGTH;
      // "abort" is vLLM's, "error" that of gateways.
      case "abort", "error" -> Stop.ABORTED;
      // The same text would be held back again.
      case "content_filter" -> throw refused("the answer was held back by a content filter");
      default ->
          throw form.malformed("finish_reason must be stop, length or content_filter", reason);
    };
  }

  /**
   * Returns the body of a reply that is no error.
   *
   * @throws ModelException what the server says is wrong, or that it is no JSON object
   */
  JsonNode body(HttpExchange.Reply reply) throws ModelException {
    Optional<JsonNode> body = ReplyForm.object(reply.body());
    boolean hasError = body.isPresent() && body.get().hasNonNull("error");
    if (reply.status() != 200 || hasError) {
      throw fault(reply, body.flatMap(OpenAiReply::error), body);
    }
    return body.orElseThrow(() -> form.malformed("the answer must be a JSON object", reply.body()));
  }

  private ModelException fault(
      HttpExchange.Reply reply, Optional<String> error, Optional<JsonNode> body) {
    int status = reply.status();
    ModelFault fault = kind(status, error, code(body));
    if (fault == ModelFault.MODEL_NOT_FOUND) {
      return notFound(": " + form.said(error.orElse("")));
    }
    String words =
        error
            .map(form::said)
            .orElseGet(() -> "no error of its form, but " + form.shown(reply.body()));
    return ModelException.retryAfter(
        fault, server + " answered " + status + ": " + words + advice(status), reply.retryAfter());
  }

  private static ModelFault kind(int status, Optional<String> error, String code) {
    if (code.equals("insufficient_quota")) {
      // It comes with 429, but waiting does not help.
      return ModelFault.REQUEST_REFUSED;
    }
    boolean tooLong = code.equals("context_length_exceeded") || saysTooLong(error.orElse(""));
    return ReplyForm.fault(status, error.isPresent(), tooLong);
  }

  /** Servers differ: "maximum context length is 8192 tokens", "exceeds the available context". */
  private static boolean saysTooLong(String error) {
    String words = error.toLowerCase(Locale.ROOT);
    return words.contains("context")
        && Stream.of("exceed", "too long", "larger", "maximum").anyMatch(words::contains);
  }

  private String advice(int status) {
    if (status == 404) {
      return "; is the address right? It mostly ends in /v1";
    }
    if (status != 401 && status != 403) {
      return "";
    }
    return key.isGiven()
        ? "; it does not take the key in " + ApiKey.VARIABLE
        : "; it wants a key: set " + ApiKey.VARIABLE;
  }

  /** Most send an object with a message; some its text alone, and web frameworks "detail". */
  private static Optional<String> error(JsonNode body) {
    return Stream.of(
            body.path("error").path("message"),
            body.path("error"),
            body.path("message"),
            body.path("detail"))
        .filter(JsonNode::isTextual)
        .map(JsonNode::textValue)
        .findFirst();
  }

  private static String code(Optional<JsonNode> body) {
    return body.map(json -> json.path("error").path("code").asText()).orElse("");
  }

  /** Returns that the server lacks the model, with what else there is to say. */
  ModelException notFound(String more) {
    return new ModelException(
        ModelFault.MODEL_NOT_FOUND, server + " has no model \"" + model + "\"" + more);
  }

  private ModelException refused(String why) {
    return new ModelException(ModelFault.REQUEST_REFUSED, server + ": " + why);
  }

  /** Some servers count nothing. */
  private TokenCounts tokens(JsonNode usage) throws ModelException {
    return new TokenCounts(count(usage, "prompt_tokens"), count(usage, "completion_tokens"));
  }

  private long count(JsonNode usage, String name) throws ModelException {
    JsonNode count = usage.path(name);
    return count.isNull() ? 0 : form.count("usage." + name, count);
  }

  /** Returns what a server sent that does not have the form of the API. */
  ModelException malformed(String expected, JsonNode got) {
    return form.malformed(expected, got);
  }
}
