package io.catalytic.model;

import com.fasterxml.jackson.databind.JsonNode;
import io.catalytic.model.Completion.Stop;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads what an Ollama server sent. Whatever the bytes are, the result is a value or a {@link
 * ModelException}.
 *
 * <p>An answer counts as whole only if {@code done} is true and {@code done_reason} is {@code
 * stop}. A server that is stopped or unloads the model in mid-answer still says 200, with {@code
 * done:false} or another reason.
 */
final class OllamaReply {
  private final URI server;
  private final String model;
  private final ReplyForm form;

  OllamaReply(URI server, String model) {
    this.server = server;
    this.model = model;
    form = new ReplyForm(server, "Ollama", ApiKey.of(Optional.empty()));
  }

  /** Returns the completion that a reply to {@code /api/chat} holds. */
  Completion completion(HttpExchange.Reply reply) throws ModelException {
    JsonNode body = body(reply);
    JsonNode done = body.path("done");
    if (!done.isBoolean()) {
      throw form.malformed("done must be true or false", done);
    }
    if (!done.booleanValue()) {
      return new Completion("", tokens(body), Stop.ABORTED);
    }
    Stop stop = stop(body.path("done_reason"));
    JsonNode content = body.path("message").path("content");
    if (!content.isTextual() && stop != Stop.ABORTED) {
      throw form.malformed("message.content must be a string", content);
    }
    return new Completion(content.asText(""), tokens(body), stop);
  }

  /**
   * Returns the body of a reply that is no error.
   *
   * @throws ModelException what the server says is wrong, or that it is no JSON object
   */
  JsonNode body(HttpExchange.Reply reply) throws ModelException {
    Optional<JsonNode> body = ReplyForm.object(reply.body());
    Optional<String> error =
        body.map(json -> json.path("error")).filter(JsonNode::isTextual).map(JsonNode::asText);
    if (reply.status() != 200 || error.isPresent()) {
      throw fault(reply, error);
    }
    return body.orElseThrow(() -> form.malformed("the answer must be a JSON object", reply.body()));
  }

  private ModelException fault(HttpExchange.Reply reply, Optional<String> error) {
    int status = reply.status();
    ModelFault fault = kind(status, error);
    if (fault == ModelFault.MODEL_NOT_FOUND) {
      return notFound("");
    }
    String said =
        error
            .map(form::said)
            .orElseGet(() -> "no error of Ollama's form, but " + form.shown(reply.body()));
    return ModelException.retryAfter(
        fault, server + " answered " + status + ": " + said, reply.retryAfter());
  }

  private static ModelFault kind(int status, Optional<String> error) {
    if (status == 499) {
      // Ollama's own: it thinks that the client went away.
      return ModelFault.SERVER_ERROR;
    }
    return ReplyForm.fault(status, error.isPresent(), saysTooLong(error.orElse("")));
  }

  /** Ollama's words differ by model and version: "the input length exceeds the context length". */
  private static boolean saysTooLong(String error) {
    String words = error.toLowerCase(Locale.ROOT);
    return words.contains("context")
        && (words.contains("exceed") || words.contains("too long") || words.contains("larger"));
  }

  /** Returns that the server lacks the model, with what else there is to say. */
  ModelException notFound(String more) {
    return new ModelException(
        ModelFault.MODEL_NOT_FOUND,
        server + " has no model \"" + model + "\"; run: ollama pull " + model + more);
  }

  private Stop stop(JsonNode reason) throws ModelException {
    return switch (reason.asText()) {
      case "stop" -> Stop.FINISHED;
      case "length" -> Stop.LENGTH;
      case "load", "unload" -> Stop.ABORTED;
      default -> throw form.malformed("done_reason must be stop, length, load or unload", reason);
    };
  }

  private TokenCounts tokens(JsonNode body) throws ModelException {
    return new TokenCounts(count(body, "prompt_eval_count"), count(body, "eval_count"));
  }

  private long count(JsonNode body, String key) throws ModelException {
    return form.count(key, body.path(key));
  }

  /** Returns what a server sent that does not have the form of Ollama's API. */
  ModelException malformed(String expected, JsonNode got) {
    return form.malformed(expected, got);
  }
}
