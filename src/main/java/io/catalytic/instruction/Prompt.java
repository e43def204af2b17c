package io.catalytic.instruction;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catalytic.digest.Excerpt;
import io.catalytic.digest.Json;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Writes what a language model reads. Immutable and thread-safe.
 *
 * <p>The schema stands in the prompt although the decoder is held to it: a decoder says which
 * tokens are allowed, but only the prompt tells the model what it is heading for. A second prompt
 * is the first one with the last answer and its faults below, and never has more than that, so its
 * size is bounded however many attempts there are.
 */
final class Prompt {
  /** Most UTF-16 units of a bad answer that the model is shown again. */
  static final int SHOWN_ANSWER = 2000;

  /** Most faults of a bad answer that the model is told. */
  static final int SHOWN_FAULTS = 5;

  /** How much of a bad answer is shown, whichever first fits the window. */
  private static final List<Integer> SHOWN = List.of(SHOWN_ANSWER, SHOWN_ANSWER / 5, 0);

  private final PromptTemplate template;
  private final String rules;

  /**
   * The part of an input's field that is asked about.
   *
   * @param first its first line in the whole, from 1
   * @param last its last line
   * @param of how many lines the whole has
   */
  record Part(String field, int first, int last, int of) {}

  Prompt(Instruction instruction) {
    template = new PromptTemplate(instruction.promptTemplate(), instruction.inputSchema());
    rules = rules(instruction);
  }

  /**
   * Returns the prompt for an input that fits the input schema.
   *
   * @param part what the input has instead of a whole field, if anything
   */
  String first(JsonNode input, Optional<Part> part) {
    return template.fill(input) + part.map(Prompt::note).orElse("") + rules;
  }

  /** Returns how often the template shows a property of the input. */
  int places(String field) {
    return template.places(field);
  }

  private static String note(Part part) {
    return "\n\nThe %s above is a part of a longer one: lines %d to %d of %d. Answer for this part alone, and count its own lines from 1."
        .formatted(part.field, part.first, part.last, part.of);
  }

  /**
   * Returns the prompt that follows a bad answer to {@code first}: with as much of the answer as
   * fits, and with nothing added where not even its faults do.
   */
  static String again(String first, String answer, List<String> faults, Predicate<String> fits) {
    return SHOWN.stream()
        .map(most -> again(first, answer, faults, most))
        .filter(fits)
        .findFirst()
        .orElse(first);
  }

  private static String again(String first, String answer, List<String> faults, int most) {
    StringBuilder prompt = new StringBuilder(first);
    String shown = Excerpt.head(answer, most);
    prompt.append("\n\nYour last answer was not accepted.");
    if (most > 0) {
      prompt.append(" It was");
      if (shown.length() < answer.length()) {
        prompt.append(" (the first " + shown.length() + " of " + answer.length() + " characters)");
      }
      prompt.append(":\n").append(shown);
    } else {
      prompt.append(" There is no room to show it again.");
    }
    prompt.append("\n\nWhat was wrong:\n");
    faults.stream().limit(SHOWN_FAULTS).forEach(fault -> prompt.append("- " + fault + "\n"));
    if (faults.size() > SHOWN_FAULTS) {
      prompt.append("- and " + (faults.size() - SHOWN_FAULTS) + " more\n");
    }
    return prompt.append("\nAnswer again: the whole JSON, corrected, and nothing else.").toString();
  }

  /** Joins faults, as many as a model is told, into one sentence. */
  static String sentence(List<String> faults) {
    int shown = Math.min(faults.size(), SHOWN_FAULTS);
    String text = String.join("; ", faults.subList(0, shown));
    return shown == faults.size() ? text : text + "; and " + (faults.size() - shown) + " more";
  }

  private static String rules(Instruction instruction) {
    StringBuilder rules = new StringBuilder();
    if (!instruction.constraints().isEmpty()) {
      rules.append("\n\nConstraints:");
      instruction.constraints().forEach(constraint -> rules.append("\n- ").append(constraint));
    }
    for (Example example : instruction.examples()) {
      rules
          .append("\n\nExample input:\n")
          .append(Json.write(example.input()))
          .append("\nExample output:\n")
          .append(Json.write(example.output()));
    }
    ObjectNode schema = instruction.outputSchema().deepCopy();
    schema.remove("$schema");
    return rules
        .append("\n\nJSON Schema of the output:\n")
        .append(Json.write(schema))
        .append("\n\nAnswer with one JSON object that fits this schema and nothing else.")
        .toString();
  }
}
