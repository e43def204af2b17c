package io.catalytic.instruction;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.catalytic.digest.CanonicalJson;
import io.catalytic.digest.Json;
import io.catalytic.digest.JsonFault;
import io.catalytic.schema.JsonSchema;
import io.catalytic.schema.Violation;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/**
 * Finds and reads instructions, the built-in ones and the user's own. A file with any fault is
 * refused, and every fault is named with its place.
 */
public final class Instructions {
  /** The instruction to ask nothing, which no worker has to follow. */
  public static final String NONE = "none";

  private static final List<String> BUILT_IN =
      List.of("extract_structure", NONE, "summarize_section", "transform_data", "validate_format");
  private static final int MOST_BYTES = 1 << 20;
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");
  private static final JsonSchema FORM = JsonSchema.named("instruction");

  private Instructions() {}

  /** Returns the ids of the built-in instructions, in order. */
  public static List<String> builtIn() {
    return BUILT_IN;
  }

  /**
   * Returns the instruction that a user means: a built-in one if the text has the form of an id,
   * else the one in the file of that path.
   *
   * @throws InvalidInstructionException if there is none, or it has faults
   */
  public static Instruction load(String nameOrFile) {
    return NAME.matcher(nameOrFile).matches() ? named(nameOrFile) : read(Path.of(nameOrFile));
  }

  /**
   * Returns the built-in instruction of this id.
   *
   * @throws InvalidInstructionException if there is none; the message lists those there are
   */
  public static Instruction named(String id) {
    if (!BUILT_IN.contains(id)) {
      throw new InvalidInstructionException(
          "no instruction \""
              + id
              + "\"; there are: "
              + String.join(", ", BUILT_IN)
              + "; or give a file, as ./my_instruction.json");
    }
    String resource = "schemas/instructions/" + id + ".json";
    try (InputStream in = Instructions.class.getResourceAsStream("/catalytic/" + resource)) {
      if (in == null) {
        throw new IllegalStateException("the class path lacks catalytic/" + resource);
      }
      return parse(resource, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + resource + " of the class path", e);
    }
  }

  /**
   * Returns the instruction in a file.
   *
   * @throws InvalidInstructionException if it cannot be read or has faults
   */
  public static Instruction read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw new InvalidInstructionException(
            file + ": has more than " + MOST_BYTES + " bytes, which no instruction has");
      }
      CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return parse(file.toString(), text.toString());
    } catch (NoSuchFileException e) {
      throw new InvalidInstructionException(
          file + ": no such file; the built-in instructions are: " + String.join(", ", BUILT_IN));
    } catch (IOException e) {
      throw new InvalidInstructionException(file + ": cannot be read as UTF-8 text: " + e);
    }
  }

  /**
   * Returns the instruction that a text holds.
   *
   * @param source where the text comes from, for messages
   * @throws InvalidInstructionException if it has faults
   */
  public static Instruction parse(String source, String text) {
    JsonNode json;
    try {
      json = Json.parse(text);
    } catch (JsonProcessingException e) {
      throw new InvalidInstructionException(source + ": " + JsonFault.describe(e));
    }
    List<Violation> faults = faults(json);
    if (!faults.isEmpty()) {
      throw new InvalidInstructionException(source, faults);
    }
    return new Instruction(
        json.get("id").asText(),
        json.get("version").asText(),
        json.get("description").asText(),
        json.get("input_schema"),
        json.get("output_schema"),
        json.get("prompt_template").asText(),
        StreamSupport.stream(json.get("constraints").spliterator(), false)
            .map(JsonNode::asText)
            .toList(),
        InstructionRules.examples(json),
        InstructionRules.grounding(json).orElse(null),
        InstructionRules.chunks(json).orElse(null),
        CanonicalJson.digest(json).hash());
  }

  /** Everything at once: a part with faults keeps no other from being looked at. */
  private static List<Violation> faults(JsonNode json) {
    List<Violation> faults = new ArrayList<>(FORM.check(json));
    if (!json.isObject()) {
      return faults;
    }
    for (String key : List.of("input_schema", "output_schema")) {
      JsonNode schema = json.path(key);
      String pointer = "/" + key;
      if (schema.isObject()) {
        boolean isForm = faults.stream().noneMatch(fault -> fault.pointer().startsWith(pointer));
        List<Violation> own = isForm ? JsonSchema.faults(schema) : List.of();
        own.forEach(fault -> faults.add(fault.under(pointer)));
        JsonSchema.doubts(schema).forEach(doubt -> faults.add(doubt.under(pointer)));
      }
    }
    if (json.path("prompt_template").isTextual() && json.path("input_schema").isObject()) {
      PromptTemplate.faults(json.get("prompt_template").asText(), json.get("input_schema"))
          .forEach(fault -> faults.add(new Violation("/prompt_template", fault)));
    }
    if (faults.isEmpty()) {
      faults.addAll(RuleFaults.of(json));
    }
    try {
      CanonicalJson.refuseInexact(json);
    } catch (IllegalArgumentException e) {
      faults.add(new Violation("", String.valueOf(e.getMessage())));
    }
    return faults.stream().sorted().distinct().toList();
  }
}
