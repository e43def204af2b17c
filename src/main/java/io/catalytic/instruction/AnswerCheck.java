package io.catalytic.instruction;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.catalytic.digest.CanonicalJson;
import io.catalytic.digest.Json;
import io.catalytic.digest.JsonFault;
import io.catalytic.schema.JsonSchema;
import io.catalytic.schema.Violation;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Decides whether a text is an answer: JSON first, then the output schema, then whether the value
 * has a canonical form (without one it could not be stored under a name), then whether it is
 * grounded in the input. Thread-safe.
 *
 * <p>JSON is read strictly: a key given twice or anything after the value refuses the whole. One
 * thing is forgiven, since small models do it whatever they are told and nothing has to be guessed:
 * text around the JSON. It is taken out of the only Markdown fence that there is, else from the
 * first opening brace to the last closing one, and must be strict JSON there; such an answer is
 * marked as recovered.
 */
final class AnswerCheck {
  private static final String FENCE = "```";
  private static final Pattern FENCED = Pattern.compile("```[^\\n`]*\\n(.*?)```", Pattern.DOTALL);

  private final JsonSchema schema;
  private final Optional<GroundingCheck> grounding;

  /** What was found: a value, or why there is none. */
  sealed interface Verdict {}

  /**
   * An answer.
   *
   * @param recovered whether it stood in other text
   */
  record Accepted(JsonNode value, boolean recovered) implements Verdict {}

  record Rejected(DeadLetter.Reason reason, List<String> faults) implements Verdict {}

  private record Parsed(JsonNode value, boolean recovered) {}

  AnswerCheck(JsonSchema schema, Optional<GroundingCheck> grounding) {
    this.schema = schema;
    this.grounding = grounding;
  }

  /**
   * Judges a completion.
   *
   * @param ground what the answer is about
   */
  Verdict check(String text, GroundText ground) {
    Parsed parsed;
    try {
      parsed = parsed(text);
    } catch (JsonProcessingException e) {
      return new Rejected(
          DeadLetter.Reason.NOT_JSON, List.of("it is not JSON: " + JsonFault.describe(e)));
    }
    List<String> faults = faults(parsed.value());
    if (!faults.isEmpty()) {
      return new Rejected(DeadLetter.Reason.SCHEMA_VIOLATION, faults);
    }
    return grounding
        .map(check -> grounded(check, parsed, ground))
        .orElseGet(() -> new Accepted(parsed.value(), parsed.recovered()));
  }

  /** Returns in what a value is not of the form of an answer. */
  List<String> faults(JsonNode value) {
    List<Violation> faults = schema.check(value);
    if (!faults.isEmpty()) {
      return strings(faults);
    }
    try {
      CanonicalJson.refuseInexact(value);
      return List.of();
    } catch (IllegalArgumentException e) {
      return List.of("(root): " + e.getMessage());
    }
  }

  private Verdict grounded(GroundingCheck check, Parsed parsed, GroundText ground) {
    List<Violation> invented = check.check(parsed.value(), ground);
    if (!invented.isEmpty()) {
      return new Rejected(DeadLetter.Reason.UNGROUNDED, strings(invented));
    }
    JsonNode located = check.located(parsed.value(), ground);
    // A schema may hold lines to something that the true ones do not fit.
    List<String> faults = faults(located);
    return faults.isEmpty()
        ? new Accepted(located, parsed.recovered())
        : new Rejected(DeadLetter.Reason.SCHEMA_VIOLATION, faults);
  }

  private static List<String> strings(List<Violation> faults) {
    return faults.stream().map(Violation::toString).toList();
  }

  private static Parsed parsed(String text) throws JsonProcessingException {
    try {
      return new Parsed(Json.parse(text), false);
    } catch (JsonProcessingException whole) {
      return onlyFence(text)
          .or(() -> braces(text))
          .map(value -> new Parsed(value, true))
          .orElseThrow(() -> whole);
    }
  }

  private static Optional<JsonNode> onlyFence(String text) {
    boolean isOnly = text.split(FENCE, 4).length == 3;
    Matcher fence = FENCED.matcher(text);
    return isOnly && fence.find() ? strict(fence.group(1)) : Optional.empty();
  }

  private static Optional<JsonNode> braces(String text) {
    int first = text.indexOf('{');
    int last = text.lastIndexOf('}');
    return first >= 0 && first < last ? strict(text.substring(first, last + 1)) : Optional.empty();
  }

  private static Optional<JsonNode> strict(String text) {
    try {
      return Optional.of(Json.parse(text));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }
}
