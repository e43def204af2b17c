package io.catalytic.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.catalytic.digest.Excerpt;
import io.catalytic.digest.Json;
import java.net.URI;
import java.util.Optional;

/**
 * What replies of every API are checked for in the same way, and how one is shown that does not
 * have its form: in one line, not too long, and without the key.
 *
 * @param server who sent it
 * @param expected whose form it has to have, in words
 * @param key what is never shown
 */
record ReplyForm(URI server, String expected, ApiKey key) {
  private static final int SHOWN = 200;

  /** Returns the JSON object that a body is, if it is one. */
  static Optional<JsonNode> object(String body) {
    try {
      return Optional.of(Json.parse(body)).filter(JsonNode::isObject);
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /**
   * Returns what an error means by its status.
   *
   * @param hasError whether the body is an error of the API's form
   * @param saysTooLong whether it says that the context is exceeded
   */
  static ModelFault fault(int status, boolean hasError, boolean saysTooLong) {
    return switch (status) {
      case 408, 429, 503 -> ModelFault.OVERLOADED;
      case 404 -> hasError ? ModelFault.MODEL_NOT_FOUND : ModelFault.MALFORMED_RESPONSE;
      default -> {
        if (saysTooLong) {
          yield ModelFault.CONTEXT_EXCEEDED;
        }
        if (status >= 400 && status < 500) {
          yield ModelFault.REQUEST_REFUSED;
        }
        boolean failed = status >= 500 || (status == 200 && hasError);
        yield failed ? ModelFault.SERVER_ERROR : ModelFault.MALFORMED_RESPONSE;
      }
    };
  }

  /** Returns a count of the name, 0 if it is left out. */
  long count(String name, JsonNode count) throws ModelException {
    if (count.isMissingNode()) {
      return 0;
    }
    if (!count.isIntegralNumber() || !count.canConvertToLong() || count.longValue() < 0) {
      throw malformed(name + " must be a count", count);
    }
    return count.longValue();
  }

  /** Returns that what was sent does not have the form of the API. */
  ModelException malformed(String rule, JsonNode got) {
    return malformed(rule, got.isMissingNode() ? "" : got.toString());
  }

  /** As {@link #malformed(String, JsonNode)}, of a text. */
  ModelException malformed(String rule, String got) {
    return new ModelException(
        ModelFault.MALFORMED_RESPONSE,
        server + " does not answer as " + expected + " does: " + rule + "; got " + shown(got));
  }

  /** Returns the begin of a body. */
  String shown(String body) {
    return body.isBlank() ? "nothing" : said(body);
  }

  /** Returns the begin of a text; the key is hidden before anything is cut, even a part of it. */
  String said(String text) {
    return Excerpt.line(Excerpt.head(key.hide(text), 4 * SHOWN), SHOWN);
  }
}
