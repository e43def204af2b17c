package io.catalytic.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catalytic.digest.CanonicalJson;
import io.catalytic.digest.Json;
import io.catalytic.instruction.DeadLetter;
import io.catalytic.instruction.Instruction;
import io.catalytic.schema.JsonSchema;
import io.catalytic.selection.Decoding;
import io.catalytic.selection.TextDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a file becomes an instruction's input.
 *
 * <p>Of the properties that the input schema requires, one is given by no parameter of the job and
 * is not {@code language} or {@code format}: it takes the file's text. A property {@code language},
 * where the schema has one, takes the file's language if that is known and fits; so does {@code
 * format}.
 */
final class FileInput implements InputForm {
  private static final List<String> DESCRIBING = List.of("language", "format");

  private final String contentField;
  private final List<String> takesLanguage;
  private final ObjectNode parameters;
  private final JsonSchema optional;

  private FileInput(
      String contentField, List<String> takesLanguage, ObjectNode parameters, JsonSchema optional) {
    this.contentField = contentField;
    this.takesLanguage = takesLanguage;
    this.parameters = parameters;
    this.optional = optional;
  }

  /**
   * Returns how the instruction takes files.
   *
   * @throws IllegalArgumentException if it can't: the message says what to give as parameters
   */
  static FileInput of(Instruction instruction, ObjectNode parameters) {
    JsonNode schema = instruction.inputSchema();
    JsonSchema optional = refuseUnfit(instruction, parameters);
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
    List<String> takesLanguage =
        DESCRIBING.stream()
            .filter(name -> properties.has(name) && !parameters.has(name))
            .filter(name -> !name.equals(open.get(0)))
            .toList();
    return new FileInput(open.get(0), takesLanguage, parameters, optional);
  }

  @Override
  public ObjectNode name(FileRef file) {
    ObjectNode name = Json.object().put("content", file.content().hash().hex());
    file.language().ifPresent(language -> name.put("language", language));
    name.set("parameters", parameters);
    return name;
  }

  @Override
  public Input make(byte[] content, Optional<String> language) throws UnfitContentException {
    if (TextDecoder.decode(content) instanceof Decoding.Text text) {
      return new Input(input(text.text(), language), text.text());
    }
    throw new UnfitContentException(
        DeadLetter.Reason.INTERNAL_ERROR, "the content is no text any more");
  }

  /**
   * Refuses parameters that are none of the instruction's inputs, or do not fit them.
   *
   * @return the input schema, with nothing required
   */
  static JsonSchema refuseUnfit(Instruction instruction, ObjectNode parameters) {
    JsonNode properties = instruction.inputSchema().path("properties");
    parameters
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!properties.has(name)) {
                throw new IllegalArgumentException(
                    "instruction " + instruction.id() + " has no input \"" + name + "\"");
              }
            });
    CanonicalJson.refuseInexact(parameters);
    JsonSchema optional = optional(instruction);
    refuseMisfits(instruction.id(), optional, parameters);
    return optional;
  }

  /** Returns the input for one file. */
  ObjectNode input(String text, Optional<String> language) {
    ObjectNode input = parameters.deepCopy();
    input.put(contentField, text);
    for (String key : takesLanguage) {
      language.filter(name -> fits(key, name)).ifPresent(name -> input.put(key, name));
    }
    return input;
  }

  /** Returns the language or format that the parameters say all files have, if they do. */
  static Optional<String> language(ObjectNode parameters) {
    return DESCRIBING.stream()
        .map(parameters::path)
        .filter(JsonNode::isTextual)
        .map(JsonNode::textValue)
        .findFirst();
  }

  /** An instruction may mean something else by the name, as the form of its answer. */
  private boolean fits(String key, String name) {
    return optional.check(Json.object().put(key, name)).stream()
        .noneMatch(fault -> fault.pointer().equals("/" + key));
  }

  /** The input schema, with nothing required: what the file gives is not there yet. */
  private static JsonSchema optional(Instruction instruction) {
    ObjectNode schema = instruction.inputSchema().deepCopy();
    schema.remove("required");
    return JsonSchema.of(schema);
  }

  private static void refuseMisfits(String instruction, JsonSchema optional, JsonNode parameters) {
    List<String> faults =
        optional.check(parameters).stream()
            .filter(fault -> !fault.pointer().isEmpty())
            .map(Object::toString)
            .toList();
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException(
          "the parameters do not fit the inputs of "
              + instruction
              + ": "
              + String.join("; ", faults));
    }
  }
}
