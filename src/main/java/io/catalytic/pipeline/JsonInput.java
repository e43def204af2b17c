package io.catalytic.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catalytic.digest.CanonicalJson;
import io.catalytic.digest.Json;
import io.catalytic.digest.JsonFault;
import io.catalytic.instruction.DeadLetter;
import io.catalytic.instruction.Instruction;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Content that is the instruction's input itself, as JSON; the job's parameters lie under it. */
final class JsonInput implements InputForm {
  private final ObjectNode parameters;

  /**
   * Returns how the instruction takes inputs.
   *
   * @throws IllegalArgumentException if the parameters are none of it
   */
  static JsonInput of(Instruction instruction, ObjectNode parameters) {
    FileInput.refuseUnfit(instruction, parameters);
    return new JsonInput(parameters);
  }

  private JsonInput(ObjectNode parameters) {
    this.parameters = parameters;
  }

  @Override
  public ObjectNode name(FileRef file) {
    ObjectNode name = Json.object().put("json", file.content().hash().hex());
    name.set("parameters", parameters);
    return name;
  }

  @Override
  public Input make(byte[] content, Optional<String> language) throws UnfitContentException {
    String text;
    JsonNode value;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
      value = Json.parse(text);
      CanonicalJson.refuseInexact(value);
    } catch (JsonProcessingException e) {
      throw unfit("is not JSON: " + JsonFault.describe(e));
    } catch (CharacterCodingException e) {
      throw unfit("is not UTF-8");
    } catch (IllegalArgumentException e) {
      throw unfit("can't be taken as it is: " + e.getMessage());
    }
    if (!(value instanceof ObjectNode given)) {
      throw unfit("is " + value.getNodeType() + ", and an instruction takes objects");
    }
    ObjectNode input = parameters.deepCopy();
    input.setAll(given);
    return new Input(input, text);
  }

  private static UnfitContentException unfit(String what) {
    return new UnfitContentException(DeadLetter.Reason.INVALID_INPUT, "the line " + what);
  }
}
