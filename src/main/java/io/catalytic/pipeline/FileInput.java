package io.catalytic.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catalytic.digest.CanonicalJson;
import io.catalytic.instruction.Instruction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How a file becomes an instruction's input.
 *
 * <p>Of the properties that the input schema requires, one is given by no parameter of the job and
 * is not {@code language} or {@code format}: it takes the file's text. A property {@code language},
 * where the schema has one, takes the file's language if that is known.
 */
final class FileInput {
  private static final Set<String> DESCRIBING = Set.of("language", "format");

  private final String contentField;
  private final boolean takesLanguage;
  private final ObjectNode parameters;

  private FileInput(String contentField, boolean takesLanguage, ObjectNode parameters) {
    this.contentField = contentField;
    this.takesLanguage = takesLanguage;
    this.parameters = parameters;
  }

  /**
   * Returns how the instruction takes files.
   *
   * @throws IllegalArgumentException if it can't: the message says what to give as parameters
   */
  static FileInput of(Instruction instruction, ObjectNode parameters) {
    JsonNode schema = instruction.inputSchema();
    parameters
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!schema.path("properties").has(name)) {
                throw new IllegalArgumentException(
                    "instruction " + instruction.id() + " has no input \"" + name + "\"");
              }
            });
    CanonicalJson.refuseInexact(parameters);
    List<String> open = new ArrayList<>();
    for (JsonNode required : schema.path("required")) {
      String name = required.asText();
      if (!parameters.has(name) && !DESCRIBING.contains(name)) {
        open.add(name);
      }
    }
    if (open.size() != 1) {
      throw new IllegalArgumentException(
          "instruction "
              + instruction.id()
              + " can't take files: of its required inputs, one must be left for the file's text "
              + "and all others given as parameters; left are "
              + open);
    }
    JsonNode properties = schema.path("properties");
    boolean takesLanguage = properties.has("language") && !parameters.has("language");
    return new FileInput(open.get(0), takesLanguage, parameters);
  }

  /** Returns the input for one file. */
  ObjectNode input(String text, Optional<String> language) {
    ObjectNode input = parameters.deepCopy();
    input.put(contentField, text);
    if (takesLanguage) {
      language.ifPresent(name -> input.put("language", name));
    }
    return input;
  }
}
