package io.catalytic.instruction;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catalytic.digest.Excerpt;
import io.catalytic.digest.Json;
import java.util.List;

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

  private final PromptTemplate template;
  private final String rules;

  Prompt(Instruction instruction) {
    template = new PromptTemplate(instruction.promptTemplate(), instruction.inputSchema());
    rules = rules(instruction);
  }

  /** Returns the prompt for an input that fits the input schema. */
  String first(JsonNode input) {
    return template.fill(input) + rules;
  }

  /** Returns the prompt that follows a bad answer to {@code first}. */
  static String again(String first, String answer, List<String> faults) {
    StringBuilder prompt = new StringBuilder(first);
    String shown = Excerpt.head(answer, SHOWN_ANSWER);
    prompt.append("\n\nYour last answer was not accepted. It was");
    if (shown.length() < answer.length()) {
      prompt.append(" (the first " + shown.length() + " of " + answer.length() + " characters)");
    }
    prompt.append(":\n").append(shown).append("\n\nWhat was wrong:\n");
    faults.stream().limit(SHOWN_FAULTS).forEach(fault -> prompt.append("- " + fault + "\n"));
    if (faults.size() > SHOWN_FAULTS) {
      prompt.append("- and " + (faults.size() - SHOWN_FAULTS) + " more\n");
    }
    return prompt.append("\nAnswer again: the whole JSON, corrected, and nothing else.").toString();
  }

  private static String rules(Instruction instruction) {
    StringBuilder rules = new StringBuilder();
    if (!instruction.constraints().isEmpty()) {
      rules.append("\n\nConstraints:");
      instruction.constraints().forEach(constraint -> rules.append("\n- ").append(constraint));
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
