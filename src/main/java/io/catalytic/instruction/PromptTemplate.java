package io.catalytic.instruction;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A prompt with places for the properties of an input. Immutable and thread-safe.
 *
 * <p>{@code {name}} is a place if {@code name} is a property of the input schema; every other brace
 * is itself. Filling is one pass over the template: what comes from the input is never looked at
 * for places again, so no input can pull another into view or change the template. A string is
 * shown as it is, any other value as JSON. A line whose places are all absent from the input is
 * left out, together with its line end, so that an optional property leaves no empty label behind.
 */
final class PromptTemplate {
  private static final Pattern PLACE = Pattern.compile("\\{([A-Za-z_][A-Za-z0-9_]*)}");
  private static final Pattern LINE = Pattern.compile("[^\n]*\n|[^\n]+");

  private final List<Line> lines = new ArrayList<>();

  /** One line with its end: {@code texts.get(i)}, then the value of {@code names.get(i)}, … */
  private record Line(List<String> texts, List<String> names) {}

  PromptTemplate(String template, JsonNode inputSchema) {
    Set<String> properties = properties(inputSchema);
    LINE.matcher(template)
        .results()
        .map(MatchResult::group)
        .forEach(line -> lines.add(split(line, properties)));
  }

  /**
   * Returns what is wrong with a template: a place for what is no property, and a required property
   * without a place (the model could not answer for what it is not shown).
   */
  static List<String> faults(String template, JsonNode inputSchema) {
    Set<String> properties = properties(inputSchema);
    Set<String> shown = new LinkedHashSet<>();
    PLACE.matcher(template).results().forEach(match -> shown.add(match.group(1)));
    List<String> faults = new ArrayList<>();
    for (String name : shown) {
      if (!properties.contains(name)) {
        faults.add(
            "{" + name + "} must be a property of input_schema; there are: " + list(properties));
      }
    }
    for (JsonNode required : inputSchema.path("required")) {
      if (!shown.contains(required.asText())) {
        faults.add("must show the required property as {" + required.asText() + "}");
      }
    }
    return faults;
  }

  /** Returns the prompt for an input that fits the input schema. */
  String fill(JsonNode input) {
    StringBuilder prompt = new StringBuilder();
    for (Line line : lines) {
      if (line.names.isEmpty() || line.names.stream().anyMatch(input::has)) {
        append(prompt, line, input);
      }
    }
    return prompt.toString();
  }

  /** Returns how often a property is shown. */
  int places(String name) {
    return Math.toIntExact(
        lines.stream().flatMap(line -> line.names.stream()).filter(name::equals).count());
  }

  private static void append(StringBuilder prompt, Line line, JsonNode input) {
    for (int i = 0; i < line.names.size(); i++) {
      prompt.append(line.texts.get(i));
      JsonNode value = input.path(line.names.get(i));
      prompt.append(value.isTextual() ? value.textValue() : value.toString());
    }
    prompt.append(line.texts.get(line.names.size()));
  }

  private static Line split(String line, Set<String> properties) {
    List<String> texts = new ArrayList<>();
    List<String> names = new ArrayList<>();
    int end = 0;
    for (Matcher place = PLACE.matcher(line); place.find(); ) {
      if (properties.contains(place.group(1))) {
        texts.add(line.substring(end, place.start()));
        names.add(place.group(1));
        end = place.end();
      }
    }
    texts.add(line.substring(end));
    return new Line(texts, names);
  }

  private static Set<String> properties(JsonNode inputSchema) {
    Set<String> names = new LinkedHashSet<>();
    inputSchema.path("properties").fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static String list(Set<String> names) {
    return names.isEmpty() ? "none" : String.join(", ", names);
  }
}
