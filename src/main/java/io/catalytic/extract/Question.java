package io.catalytic.extract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.catalytic.digest.Json;
import io.catalytic.model.ModelException;
import io.catalytic.model.ModelFault;
import java.time.Duration;
import java.util.Optional;

/** What a parser's process is asked: {@code {"language":NAME,"code":TEXT,"limit_ms":NUMBER}}. */
record Question(Language language, String code, Duration limit) {

  String toJson() {
    return Json.write(
        Json.object()
            .put("language", language.wireName())
            .put("code", code)
            .put("limit_ms", Math.max(1, limit.toMillis())));
  }

  /** Returns the question in a frame, or refuses it. */
  static Question parse(String json) throws ModelException {
    JsonNode node;
    try {
      node = Json.parse(json);
    } catch (JsonProcessingException e) {
      throw refused("it is not JSON: " + e.getOriginalMessage());
    }
    Optional<Language> language = Language.named(node.path("language").asText());
    if (language.isEmpty()) {
      throw refused("there is no such \"language\"");
    }
    if (!node.path("code").isTextual()) {
      throw refused("\"code\" must be a text");
    }
    if (!node.path("limit_ms").canConvertToLong() || node.path("limit_ms").asLong() < 1) {
      throw refused("\"limit_ms\" must be a number from 1");
    }
    return new Question(
        language.get(),
        node.path("code").textValue(),
        Duration.ofMillis(Math.min(node.path("limit_ms").asLong(), Integer.MAX_VALUE)));
  }

  private static ModelException refused(String why) {
    return new ModelException(
        ModelFault.REQUEST_REFUSED, "the parser cannot read what it is asked: " + why);
  }
}
