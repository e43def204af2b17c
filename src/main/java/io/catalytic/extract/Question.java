package io.catalytic.extract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catalytic.digest.Json;
import io.catalytic.format.Format;
import io.catalytic.model.ModelException;
import io.catalytic.model.ModelFault;
import java.time.Duration;
import java.util.Optional;

/** What a parser's process is asked. */
sealed interface Question {

  /** Returns how long the answer may take. */
  Duration limit();

  /** Returns what goes into a frame. */
  String toJson();

  /**
   * What is in some code: {@code {"language":NAME,"code":TEXT,"limit_ms":NUMBER}}.
   *
   * @param limit kept by the parser itself as far as it can
   */
  record OfCode(Language language, String code, Duration limit) implements Question {
    @Override
    public String toJson() {
      return write(Json.object().put("language", language.wireName()).put("code", code), limit);
    }
  }

  /**
   * Whether a text has its format: {@code {"format":NAME,"text":TEXT,"schema":OBJECT,
   * "limit_ms":NUMBER}}, the schema only if there is one.
   *
   * @param limit kept by who asks
   */
  record OfFormat(Format format, String text, Optional<JsonNode> schema, Duration limit)
      implements Question {
    @Override
    public String toJson() {
      ObjectNode question = Json.object().put("format", format.wireName()).put("text", text);
      schema.ifPresent(given -> question.set("schema", given));
      return write(question, limit);
    }
  }

  private static String write(ObjectNode question, Duration limit) {
    return Json.write(question.put("limit_ms", Math.max(1, limit.toMillis())));
  }

  /** Returns the question in a frame, or refuses it. */
  static Question parse(String json) throws ModelException {
    JsonNode node;
    try {
      node = Json.parse(json);
    } catch (JsonProcessingException e) {
      throw refused("it is not JSON: " + e.getOriginalMessage());
    }
    if (node.has("format")) {
      Format format =
          Format.named(node.path("format").asText())
              .orElseThrow(() -> refused("there is no such \"format\""));
      Optional<JsonNode> schema = Optional.ofNullable(node.get("schema"));
      return new OfFormat(format, text(node, "text"), schema, limit(node));
    }
    Language language =
        Language.named(node.path("language").asText())
            .orElseThrow(() -> refused("there is no such \"language\""));
    return new OfCode(language, text(node, "code"), limit(node));
  }

  private static String text(JsonNode node, String key) throws ModelException {
    if (!node.path(key).isTextual()) {
      throw refused("\"" + key + "\" must be a text");
    }
    return node.path(key).textValue();
  }

  private static Duration limit(JsonNode node) throws ModelException {
    if (!node.path("limit_ms").canConvertToLong() || node.path("limit_ms").asLong() < 1) {
      throw refused("\"limit_ms\" must be a number from 1");
    }
    return Duration.ofMillis(Math.min(node.path("limit_ms").asLong(), Integer.MAX_VALUE));
  }

  private static ModelException refused(String why) {
    return new ModelException(
        ModelFault.REQUEST_REFUSED, "the parser cannot read what it is asked: " + why);
  }
}
