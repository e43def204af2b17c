package io.catalytic.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.catalytic.digest.Excerpt;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Finds faults in a schema that its meta-schema cannot see: bad patterns, dangling references; and
 * what is allowed but hardly meant: keywords that look like another, required keys that can't be.
 */
final class SchemaParts {
  /** Keywords whose value is data, not a schema. */
  private static final Set<String> DATA =
      Set.of("const", "enum", "default", "examples", Wording.OWN_MESSAGES);

  /** Keywords whose value has names of the author's choosing for keys. */
  private static final Set<String> MAPS =
      Set.of("properties", "patternProperties", "$defs", "definitions", "dependentSchemas");

  private final JsonNode root;
  private final List<Violation> faults = new ArrayList<>();
  private final List<Violation> doubts = new ArrayList<>();

  SchemaParts(JsonNode root) {
    this.root = root;
  }

  List<Violation> faults() {
    visit("", root);
    return faults.stream().sorted().toList();
  }

  List<Violation> doubts() {
    visit("", root);
    return doubts.stream().sorted().toList();
  }

  private void visit(String pointer, JsonNode schema) {
    doubtRequired(pointer, schema);
    if (schema.isArray()) {
      for (int i = 0; i < schema.size(); i++) {
        visit(pointer + "/" + i, schema.get(i));
      }
    }
    schema.properties().forEach(entry -> keyword(pointer, entry.getKey(), entry.getValue()));
  }

  private void keyword(String parent, String keyword, JsonNode value) {
    String pointer = parent + "/" + escape(keyword);
    Keywords.meant(keyword)
        .ifPresent(
            known ->
                doubts.add(new Violation(pointer, "unknown keyword; did you mean " + known + "?")));
    if (MAPS.contains(keyword)) {
      for (var entry : value.properties()) {
        String name = entry.getKey();
        if (keyword.equals("patternProperties")) {
          pattern(pointer + "/" + escape(name), name);
        }
        visit(pointer + "/" + escape(name), entry.getValue());
      }
    } else if (keyword.equals("pattern")) {
      pattern(pointer, value.asText());
    } else if (keyword.equals("$ref")) {
      reference(pointer, value.asText());
    } else if (!DATA.contains(keyword)) {
      visit(pointer, value);
    }
  }

  /** A closed object can't have a key that it does not list, so that nothing would fit. */
  private void doubtRequired(String pointer, JsonNode schema) {
    JsonNode open = schema.path("additionalProperties");
    boolean isClosed = open.isBoolean() && !open.booleanValue() && !schema.has("patternProperties");
    JsonNode required = schema.path("required");
    if (!isClosed || !required.isArray()) {
      return;
    }
    List<String> listed = new ArrayList<>();
    schema.path("properties").fieldNames().forEachRemaining(listed::add);
    for (int i = 0; i < required.size(); i++) {
      String name = required.get(i).asText();
      if (!listed.contains(name)) {
        String advice = new KnownKeys(MissingNode.getInstance()).advice(name, listed);
        doubts.add(
            new Violation(
                pointer + "/required/" + i,
                "\"" + Excerpt.line(name, 80) + "\" is in no properties; " + advice));
      }
    }
  }

  private void pattern(String pointer, String regex) {
    try {
      Pattern.compile(regex);
    } catch (PatternSyntaxException e) {
      fault(pointer, "must be a regular expression (" + e.getDescription() + ")", regex);
    }
  }

  private void reference(String pointer, String ref) {
    boolean leads =
        ref.equals(JsonSchema.DIALECT)
            || ref.equals("#")
            || (ref.startsWith("#/") && !root.at(ref.substring(1)).isMissingNode());
    if (!leads) {
      fault(pointer, "must be # or #/… and lead to a part of this schema", ref);
    }
  }

  private void fault(String pointer, String expected, String got) {
    faults.add(new Violation(pointer, expected + "; got \"" + Excerpt.line(got, 80) + "\""));
  }

  /** Returns the part of a JSON pointer that stands for this key. */
  static String escape(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }
}
