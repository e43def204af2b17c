package io.catalytic.instruction;

import com.fasterxml.jackson.databind.JsonNode;
import io.catalytic.instruction.ChunkRule.Merge;
import io.catalytic.instruction.Grounding.LineRule;
import io.catalytic.schema.JsonSchema;
import io.catalytic.schema.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Finds what in the optional parts of an instruction does not go with its schemas: examples that do
 * not fit, places that no answer has, parts whose answers could not be merged.
 */
final class RuleFaults {
  /** What answers to parts can be joined of. */
  private static final Set<String> JOINABLE = Set.of("array", "boolean");

  private final JsonNode inputSchema;
  private final JsonNode outputSchema;
  private final List<Violation> faults = new ArrayList<>();

  private RuleFaults(JsonNode instruction) {
    inputSchema = instruction.get("input_schema");
    outputSchema = instruction.get("output_schema");
  }

  /**
   * Returns the faults.
   *
   * @param instruction of the form of its schema, with two valid schemas
   */
  static List<Violation> of(JsonNode instruction) {
    RuleFaults rules = new RuleFaults(instruction);
    rules.examples(InstructionRules.examples(instruction));
    InstructionRules.grounding(instruction).ifPresent(rules::grounding);
    InstructionRules.chunks(instruction).ifPresent(rules::chunks);
    boolean hasLines = instruction.path("grounding").has("lines");
    boolean summarizes =
        InstructionRules.chunks(instruction)
            .filter(rule -> rule.merge() == Merge.SUMMARIZE)
            .isPresent();
    if (hasLines && summarizes) {
      rules.fault("/grounding/lines", "must not be there: what is summarized has no lines");
    }
    return rules.faults;
  }

  private void examples(List<Example> examples) {
    for (int i = 0; i < examples.size(); i++) {
      String place = "/examples/" + i;
      Example example = examples.get(i);
      JsonSchema.of(inputSchema)
          .check(example.input())
          .forEach(fault -> faults.add(fault.under(place + "/input")));
      JsonSchema.of(outputSchema)
          .check(example.output())
          .forEach(fault -> faults.add(fault.under(place + "/output")));
    }
  }

  private void grounding(Grounding rule) {
    field("/grounding/field", rule.field());
    for (int i = 0; i < rule.verbatim().size(); i++) {
      leads("/grounding/verbatim/" + i, rule.verbatim().get(i), "string");
    }
    for (int i = 0; i < rule.lines().size(); i++) {
      LineRule line = rule.lines().get(i);
      String place = "/grounding/lines/" + i;
      leads(place + "/items", line.items(), "object");
      leads(place + "/name", line.items() + "/" + line.name(), "string");
      leads(place + "/line", line.items() + "/" + line.line(), "integer");
      line.endLine()
          .ifPresent(key -> leads(place + "/end_line", line.items() + "/" + key, "integer"));
    }
  }

  private void leads(String place, String pattern, String type) {
    if (!new ItemPattern(pattern).mayLeadTo(type, outputSchema)) {
      fault(place, pattern + " must lead to a value of output_schema of the type " + type);
    }
  }

  private void chunks(ChunkRule rule) {
    field("/chunks/field", rule.field());
    if (rule.merge() == Merge.JOIN) {
      joinable();
    }
  }

  /** An input without the text could neither be cut nor be quoted from. */
  private void field(String place, String name) {
    boolean isText =
        inputSchema.path("properties").path(name).path("type").asText().equals("string");
    boolean isRequired = false;
    for (JsonNode required : inputSchema.path("required")) {
      isRequired |= required.asText().equals(name);
    }
    if (!isText || !isRequired) {
      fault(place, "must be a required property of input_schema of the type string; got " + name);
    }
  }

  private void joinable() {
    String merge = "/chunks/merge";
    if (outputSchema.path("additionalProperties").asBoolean(true)) {
      fault(merge, "join needs an output_schema with additionalProperties false");
    }
    for (var property : outputSchema.path("properties").properties()) {
      String type = property.getValue().path("type").asText();
      if (!JOINABLE.contains(type)) {
        fault(
            merge,
            "join takes arrays and booleans; /output_schema/properties/"
                + property.getKey()
                + " is neither");
      }
    }
  }

  private void fault(String place, String message) {
    faults.add(new Violation(place, message));
  }
}
