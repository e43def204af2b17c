package io.catalytic.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.catalytic.digest.Excerpt;
import io.catalytic.digest.Json;
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
  private static final int SHOWN = 200;

  private final URI server;
  private final String model;

  OllamaReply(URI server, String model) {
    this.server = server;
    this.model = model;
  }

  /** Returns the completion that a reply to {@code /api/chat} holds. */
  Completion completion(HttpExchange.Reply reply) throws ModelException {
    JsonNode body = body(reply);
    JsonNode done = body.path("done");
    if (!done.isBoolean()) {
      throw malformed("done must be true or false", done);
    }
    if (!done.booleanValue()) {
      return new Completion("", tokens(body), Stop.ABORTED);
    }
    Stop stop = stop(body.path("done_reason"));
    JsonNode content = body.path("message").path("content");
    if (!content.isTextual() && stop != Stop.ABORTED) {
      throw malformed("message.content must be a string", content);
    }
    return new Completion(content.asText(""), tokens(body), stop);
  }

  /**
   * Returns the body of a reply that is no error.
   *
   * @throws ModelException what the server says is wrong, or that it is no JSON object
   */
  JsonNode body(HttpExchange.Reply reply) throws ModelException {
    Optional<JsonNode> body = object(reply.body());
    Optional<String> error =
        body.map(json -> json.path("error")).filter(JsonNode::isTextual).map(JsonNode::asText);
    if (reply.status() != 200 || error.isPresent()) {
      throw fault(reply, error);
    }
    return body.orElseThrow(() -> malformed("the answer must be a JSON object", reply.body()));
  }

  private ModelException fault(HttpExchange.Reply reply, Optional<String> error) {
    int status = reply.status();
    ModelFault fault = kind(status, error);
    if (fault == ModelFault.MODEL_NOT_FOUND) {
      return notFound("");
    }
    String said =
        error
            .map(text -> Excerpt.line(text, SHOWN))
            .orElseGet(() -> "no error of Ollama's form, but " + shown(reply.body()));
    return ModelException.retryAfter(
        fault, server + " answered " + status + ": " + said, reply.retryAfter());
  }

  private static ModelFault kind(int status, Optional<String> error) {
    return switch (status) {
      case 408, 429, 503 -> ModelFault.OVERLOADED;
      case 404 -> error.isPresent() ? ModelFault.MODEL_NOT_FOUND : ModelFault.MALFORMED_RESPONSE;
      // 499 is Ollama's own: it thinks that the client went away.
      case 499 -> ModelFault.SERVER_ERROR;
      default -> {
        if (saysTooLong(error.orElse(""))) {
          yield ModelFault.CONTEXT_EXCEEDED;
        }
        if (status >= 400 && status < 500) {
          yield ModelFault.REQUEST_REFUSED;
        }
        boolean failed = status >= 500 || (status == 200 && error.isPresent());
        yield failed ? ModelFault.SERVER_ERROR : ModelFault.MALFORMED_RESPONSE;
      }
    };
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
      default -> throw malformed("done_reason must be stop, length, load or unload", reason);
    };
  }

  private TokenCounts tokens(JsonNode body) throws ModelException {
    return new TokenCounts(count(body, "prompt_eval_count"), count(body, "eval_count"));
  }

  /** A count is left out where it is 0. */
  private long count(JsonNode body, String key) throws ModelException {
    JsonNode count = body.path(key);
    if (count.isMissingNode()) {
      return 0;
    }
    if (!count.isIntegralNumber() || !count.canConvertToLong() || count.longValue() < 0) {
      throw malformed(key + " must be a count", count);
    }
    return count.longValue();
  }

  /** Returns what a server sent that does not have the form of Ollama's API. */
  ModelException malformed(String expected, JsonNode got) {
    return malformed(expected, got.isMissingNode() ? "" : got.toString());
  }

  private ModelException malformed(String expected, String got) {
    return new ModelException(
        ModelFault.MALFORMED_RESPONSE,
        server + " does not answer as Ollama does: " + expected + "; got " + shown(got));
  }

  private static String shown(String body) {
    return body.isBlank() ? "nothing" : Excerpt.line(Excerpt.head(body, 4 * SHOWN), SHOWN);
  }

  private static Optional<JsonNode> object(String body) {
    try {
      return Optional.of(Json.parse(body)).filter(JsonNode::isObject);
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }
}
