package io.catalytic.instruction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catalytic.digest.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class InstructionsTest {
  private static final JsonNode EXAMPLES = examples();

  private static JsonNode examples() {
    try {
      return Json.parse(
          """
          [{"input": {"code": "def f(): pass"},
            "output": {"functions": [{"name": "f", "line": 1}], "classes": [], "imports": []}}]
          """);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void theListIsWhatTheFolderHolds() throws Exception {
    try (Stream<Path> files = Files.list(Path.of("schemas/instructions"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(
              Instructions.builtIn().stream().map(id -> id + ".json").toList());
    }
  }

  @ParameterizedTest
  @MethodSource("io.catalytic.instruction.Instructions#builtIn")
  void eachBuiltInInstructionIsValidAndHasTheIdOfItsFile(String id) {
    Instruction instruction = Instructions.load(id);
    assertThat(instruction.id()).isEqualTo(id);
    assertThat(instruction.version()).isEqualTo("1.0");
    assertThat(instruction.constraints()).isNotEmpty();
    assertThat(instruction).isEqualTo(Instructions.load("schemas/instructions/" + id + ".json"));
  }

  @Test
  void theDigestIsOfTheValueNotOfHowItIsWritten() throws Exception {
    String text = Files.readString(Path.of("schemas/instructions/extract_structure.json"));
    String compact = Json.write(Json.parse(text));
    assertThat(Instructions.parse("x", compact).digest())
        .isEqualTo(Instructions.named("extract_structure").digest());
    assertThat(Instructions.parse("x", text.replace("MUST", "must")).digest())
        .isNotEqualTo(Instructions.named("extract_structure").digest());
  }

  @ParameterizedTest
  @MethodSource("io.catalytic.instruction.Instructions#builtIn")
  void whatAnInstructionWritesIsWhatItWasReadFrom(String id) throws Exception {
    ObjectNode json = Instructions.named(id).toJson();
    assertThat(json)
        .isEqualTo(Json.parse(Files.readString(Path.of("schemas/instructions/" + id + ".json"))));
    assertThat(Instructions.parse("x", Json.write(json))).isEqualTo(Instructions.named(id));
  }

  @Test
  void examplesAreReadAndWritten() throws Exception {
    ObjectNode json = extract();
    json.set("examples", EXAMPLES);
    Instruction instruction = Instructions.parse("x", Json.write(json));
    assertThat(instruction.examples()).hasSize(1);
    assertThat(instruction.toJson()).isEqualTo(json);
    assertThat(new Prompt(instruction).first(Json.object().put("code", "x"), Optional.empty()))
        .contains(
            "not error messages\n\nExample input:\n{\"code\":\"def f(): pass\"}\nExample output:\n"
                + "{\"functions\":[{\"name\":\"f\",\"line\":1}],\"classes\":[],\"imports\":[]}"
                + "\n\nJSON Schema of the output:\n");
  }

  @Test
  void whereASchemaLeavesItOpenAPlaceMayLeadAnywhere() throws Exception {
    ObjectNode json = extract();
    ObjectNode functions = (ObjectNode) json.at("/output_schema/properties/functions");
    functions.set("items", Json.object().put("$ref", "#/$defs/function"));
    ((ObjectNode) json.get("output_schema")).putObject("$defs").putObject("function");
    assertThat(faults(Json.write(json))).isEmpty();
  }

  @Test
  void aNameThatDoesNotExistListsThoseThatDo() {
    assertThatThrownBy(() -> Instructions.load("extract_structures"))
        .hasMessage(
            "no instruction \"extract_structures\"; there are: extract_structure, none,"
                + " summarize_section, transform_data, validate_format; or give a file, as"
                + " ./my_instruction.json");
  }

  @Test
  void aFileThatDoesNotExistSaysSo(@TempDir Path folder) {
    Path file = folder.resolve("x.json");
    assertThatThrownBy(() -> Instructions.load(file.toString()))
        .isInstanceOf(InvalidInstructionException.class)
        .hasMessageStartingWith(file + ": no such file; the built-in instructions are: extract");
  }

  @Test
  void bytesThatAreNotUtf8AreRefused(@TempDir Path folder) throws Exception {
    Path file = Files.write(folder.resolve("x.json"), new byte[] {'{', (byte) 0xff, '}'});
    assertThatThrownBy(() -> Instructions.read(file))
        .isInstanceOf(InvalidInstructionException.class)
        .hasMessageContaining("cannot be read as UTF-8 text");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "/output_schema/type | 5 | x.json: /output_schema/type: must be \"object\"; got 5",
        "/output_schema/type | 'array' | x.json: /output_schema/type: must be \"object\"; got"
            + " \"array\"",
        "/version | '1' | x.json: /version: does not match the regex pattern",
        "/version | 1.0 | x.json: /version: must be a string; got 1.0",
        "/id | 'No' | x.json: /id: does not match the regex pattern",
        "/extra | 1 | x.json: /extra: unknown key; known here: id, version",
        "/constraints | 'x' | x.json: /constraints: must be an array; got \"x\"",
        "/input_schema/$schema | 'http://json-schema.org/draft-07/schema#' | x.json:"
            + " /input_schema/$schema: must be \"https://json-schema.org/draft/2020-12/schema\"",
        "/input_schema/properties | {'a':{'pattern':'['}}"
            + " | x.json: /input_schema/properties/a/pattern: must be a regular expression",
        "/output_schema/$ref | '#/nowhere' | x.json: /output_schema/$ref: must be # or #/…",
        "/prompt_template | 'Do {x}' | x.json: /prompt_template: must show the required property as"
            + " {code}",
        "/prompt_template | '{code} {cod}' | x.json: /prompt_template: {cod} must be a property of"
            + " input_schema; there are: code, language",
        "/output_schema/const | 9007199254740993 | is an integer beyond 2^53",
        "/grounding | {'field':'text'} | x.json: /grounding/field: must be a required property of"
            + " input_schema of the type string; got text",
        "/grounding | {'field':'language'} | x.json: /grounding/field: must be a required property",
        "/grounding/verbatim | ['/functions/name'] | x.json: /grounding/verbatim/0: /functions/name"
            + " must lead to a value of output_schema of the type string",
        "/grounding/verbatim | ['/functions/*/line'] | x.json: /grounding/verbatim/0:"
            + " /functions/*/line must lead",
        "/grounding/verbatim | ['functions'] | x.json: /grounding/verbatim/0: does not match",
        "/grounding/verbatim | [] | x.json: /grounding/verbatim: ",
        "/grounding/lines/0/line | 'row' | x.json: /grounding/lines/0/line: /functions/*/row must"
            + " lead to a value of output_schema of the type integer",
        "/grounding/lines/2/end_line | 'end_line' | x.json: /grounding/lines/2/end_line:"
            + " /imports/*/end",
        "/grounding/lines/0/items | '/partial' | x.json: /grounding/lines/0/items: /partial must"
            + " lead",
        "/chunks/field | 'lang' | x.json: /chunks/field: must be a required property of"
            + " input_schema",
        "/chunks/merge | 'glue' | x.json: /chunks/merge: must be one of [\"join\", \"summarize\"]",
        "/chunks/merge | 'summarize' | x.json: /grounding/lines: must not be there: what is"
            + " summarized has no lines",
        "/chunks/size | 1 | x.json: /chunks/size: unknown key",
        "/output_schema/properties/note | {'type':'string'} | x.json: /chunks/merge: join takes"
            + " arrays and booleans; /output_schema/properties/note is neither",
        "/output_schema/additionalProperties | true | x.json: /chunks/merge: join needs an"
            + " output_schema with additionalProperties false",
        "/examples | [{'input':{'code':1},'output':{'functions':[],'classes':[],'imports':[]}}]"
            + " | x.json: /examples/0/input/code: must be a string; got 1",
        "/examples | [{'input':{'code':''},'output':{'functions':[]}}]"
            + " | x.json: /examples/0/output/classes: is missing; add it",
        "/examples | [] | x.json: /examples: ",
      })
  void aFaultIsSaidWithFileAndPlace(String pointer, String value, String fault) throws Exception {
    ObjectNode json = extract();
    int slash = pointer.lastIndexOf('/');
    ((ObjectNode) json.at(pointer.substring(0, slash)))
        .set(pointer.substring(slash + 1), Json.parse(value.replace('\'', '"')));
    assertThat(faults(Json.write(json))).anyMatch(line -> line.contains(fault));
  }

  @ParameterizedTest
  @CsvSource({
    "id",
    "version",
    "description",
    "input_schema",
    "output_schema",
    "prompt_template",
    "constraints"
  })
  void everyKeyIsRequired(String key) throws Exception {
    ObjectNode json = extract();
    json.remove(key);
    assertThat(faults(Json.write(json)))
        .containsExactly("x.json: /" + key + ": is missing; add it");
  }

  @Test
  void everyFaultIsSaidNotOnlyTheFirst() throws Exception {
    ObjectNode json = extract().put("id", 1).put("version", 2);
    assertThat(faults(Json.write(json))).hasSize(2);
  }

  @Test
  void aPartWithFaultsKeepsNoOtherFromBeingLookedAt() throws Exception {
    ObjectNode json = extract().put("id", 1).put("prompt_template", "Do {cod}.");
    json.put("constrains", true);
    ((ObjectNode) json.at("/input_schema/properties")).putObject("x").put("pattern", "[");
    ((ObjectNode) json.at("/output_schema/properties/functions")).put("minItem", 1);
    ((ObjectNode) json.at("/output_schema")).withArray("required").add("function");
    assertThat(faults(Json.write(json)))
        .containsExactly(
            "x.json: /constrains: unknown key; did you mean constraints?",
            "x.json: /id: must be a string; got 1",
            "x.json: /input_schema/properties/x/pattern: must be a regular expression (Unclosed"
                + " character class); got \"[\"",
            "x.json: /output_schema/properties/functions/minItem: unknown keyword; did you mean"
                + " minItems?",
            "x.json: /output_schema/required/3: \"function\" is in no properties; did you mean"
                + " functions?",
            "x.json: /prompt_template: must show the required property as {code}",
            "x.json: /prompt_template: {cod} must be a property of input_schema; there are: code,"
                + " language, x");
  }

  @ParameterizedTest
  @CsvSource({
    "propertes, properties",
    "Required, required",
    "additionalPropertes, additionalProperties",
    "enums, enum",
    "anchor, $anchor",
    "ref, $ref",
    "$defz, $defs",
  })
  void aKeywordThatDoesNotExistNamesTheNearest(String keyword, String meant) throws Exception {
    ObjectNode json = extract();
    ((ObjectNode) json.at("/output_schema")).putObject(keyword);
    assertThat(faults(Json.write(json)))
        .containsExactly(
            "x.json: /output_schema/" + keyword + ": unknown keyword; did you mean " + meant + "?");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x-unit", "note", "label", "example", "errorMessage", "iff"})
  void aKeywordOfOnesOwnThatIsLikeNoneIsLeftAlone(String keyword) throws Exception {
    ObjectNode json = extract();
    ((ObjectNode) json.at("/output_schema/properties/partial")).putObject(keyword);
    assertThat(faults(Json.write(json))).isEmpty();
  }

  @Test
  void namesOfPropertiesAreNoKeywords() throws Exception {
    ObjectNode json = extract();
    ((ObjectNode) json.at("/output_schema/properties"))
        .putObject("propertes")
        .put("type", "boolean");
    ((ObjectNode) json.at("/output_schema/properties/partial"))
        .putArray("examples")
        .addObject()
        .put("typ", 1);
    assertThat(faults(Json.write(json))).isEmpty();
  }

  @Test
  void aFileOfAnyLengthIsNotReadToItsEnd(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("x.json"), " ".repeat((1 << 20) + 1));
    assertThatThrownBy(() -> Instructions.read(file))
        .isInstanceOf(InvalidInstructionException.class)
        .hasMessageContaining("has more than 1048576 bytes");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"id\":1,\"id\":2} | x.json: line 1, column 13: Duplicate field 'id'",
        "{} {} | x.json: line 1, column 4: ",
        "[1 | x.json: line 1, column 3: ",
        "5 | x.json: (root): must be an object; got 5",
      })
  void whatIsNotOneJsonObjectIsRefused(String text, String fault) {
    assertThat(faults(text).get(0)).startsWith(fault);
  }

  @Test
  void anInstructionTravels() throws Exception {
    Instruction instruction = Instructions.named("validate_format");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new ObjectOutputStream(bytes).writeObject(instruction);
    Object copy = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();
    assertThat(copy).isEqualTo(instruction);
  }

  private static ObjectNode extract() throws Exception {
    Path file = Path.of("schemas/instructions/extract_structure.json");
    return (ObjectNode) Json.parse(Files.readString(file));
  }

  private static List<String> faults(String text) {
    try {
      Instructions.parse("x.json", text);
      return List.of();
    } catch (InvalidInstructionException e) {
      return e.faults();
    }
  }
}
