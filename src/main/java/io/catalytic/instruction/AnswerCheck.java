package io.catalytic.instruction;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.catalytic.digest.CanonicalJson;
import io.catalytic.digest.Json;
import io.catalytic.digest.JsonFault;
import io.catalytic.schema.JsonSchema;
import java.util.List;

/**
 * Decides whether a text is an answer: JSON first, then the output schema, then whether the value
 * has a canonical form (without one it could not be stored under a name). Thread-safe.
 *
 * <p>JSON is read strictly: a key given twice or anything after the value refuses the whole. One
 * thing is forgiven, since small models do it whatever they are told and nothing has to be guessed:
 * a single Markdown fence around the whole answer.
 */
final class AnswerCheck {
  private static final String FENCE = "```";

  private final JsonSchema schema;

  /** What was found: a value, or why there is none. */
  sealed interface Verdict {}

  record Accepted(JsonNode value) implements Verdict {}

  record Rejected(DeadLetter.Reason reason, List<String> faults) implements Verdict {}

  AnswerCheck(JsonSchema schema) {
    this.schema = schema;
  }

  Verdict check(String text) {
    JsonNode value;
    try {
      value = Json.parse(unfenced(text));
    } catch (JsonProcessingException e) {
      return new Rejected(
          DeadLetter.Reason.NOT_JSON, List.of("it is not JSON: " + JsonFault.describe(e)));
    }
    List<String> faults = schema.check(value).stream().map(Object::toString).toList();
    if (!faults.isEmpty()) {
      return new Rejected(DeadLetter.Reason.SCHEMA_VIOLATION, faults);
    }
    try {
      CanonicalJson.refuseInexact(value);
    } catch (IllegalArgumentException e) {
      return new Rejected(DeadLetter.Reason.SCHEMA_VIOLATION, List.of("(root): " + e.getMessage()));
    }
    return new Accepted(value);
  }

  private static String unfenced(String text) {
    String answer = text.strip();
    int firstLine = answer.indexOf('\n');
    boolean isFenced =
        firstLine > 0
            && answer.length() >= firstLine + FENCE.length()
            && answer.endsWith(FENCE)
            && answer.substring(0, firstLine).strip().matches("```(json|JSON)?");
    return isFenced ? answer.substring(firstLine, answer.length() - FENCE.length()) : text;
  }
}
