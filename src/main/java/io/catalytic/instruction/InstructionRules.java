package io.catalytic.instruction;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catalytic.digest.Json;
import io.catalytic.instruction.Grounding.LineRule;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes the optional parts of an instruction's file, which has the form of its schema.
 */
final class InstructionRules {
  private InstructionRules() {}

  static List<Example> examples(JsonNode instruction) {
    return stream(instruction.path("examples"))
        .map(each -> new Example(each.get("input"), each.get("output")))
        .toList();
  }

  static Optional<Grounding> grounding(JsonNode instruction) {
    JsonNode rule = instruction.path("grounding");
    return rule.isMissingNode()
        ? Optional.empty()
        : Optional.of(
            new Grounding(
                rule.get("field").textValue(),
                stream(rule.path("verbatim")).map(JsonNode::asText).toList(),
                stream(rule.path("lines")).map(InstructionRules::lineRule).toList()));
  }

  private static LineRule lineRule(JsonNode rule) {
    @Nullable String endLine = rule.path("end_line").textValue();
    return new LineRule(
        rule.get("items").asText(), rule.get("name").asText(), rule.get("line").asText(), endLine);
  }

  static Optional<ChunkRule> chunks(JsonNode instruction) {
    JsonNode rule = instruction.path("chunks");
    return rule.isMissingNode()
        ? Optional.empty()
        : Optional.of(
            new ChunkRule(
                rule.get("field").textValue(),
                ChunkRule.Merge.valueOf(rule.get("merge").asText().toUpperCase(Locale.ROOT))));
  }

  static ObjectNode toJson(Example example) {
    ObjectNode json = Json.object();
    json.set("input", example.input());
    json.set("output", example.output());
    return json;
  }

  static ObjectNode toJson(Grounding grounding) {
    ObjectNode json = Json.object().put("field", grounding.field());
    if (!grounding.verbatim().isEmpty()) {
      ArrayNode verbatim = json.putArray("verbatim");
      grounding.verbatim().forEach(verbatim::add);
    }
    if (!grounding.lines().isEmpty()) {
      ArrayNode lines = json.putArray("lines");
      for (LineRule rule : grounding.lines()) {
        ObjectNode line = lines.addObject().put("items", rule.items()).put("name", rule.name());
        line.put("line", rule.line());
        rule.endLine().ifPresent(key -> line.put("end_line", key));
      }
    }
    return json;
  }

  static ObjectNode toJson(ChunkRule chunks) {
    return Json.object().put("field", chunks.field()).put("merge", chunks.merge().wireName());
  }

  private static Stream<JsonNode> stream(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }
}
