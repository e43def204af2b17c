package io.catalytic.extract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.catalytic.digest.Json;
import io.catalytic.instruction.Outline;
import io.catalytic.model.ModelClient;
import io.catalytic.model.ModelException;
import io.catalytic.model.ModelRequest;
import java.util.ArrayList;
import java.util.List;

/**
 * The functions and classes that the embedded worker finds. A text that it can't read, for whatever
 * reason, has none: it is cut elsewhere then.
 */
public final class EmbeddedOutline implements Outline {
  private final ModelClient worker;

  /** Asks a client of {@code embedded}, which stays the caller's to close. */
  public EmbeddedOutline(ModelClient worker) {
    this.worker = worker;
  }

  @Override
  public List<Declaration> declarations(String text, String language) throws InterruptedException {
    if (Language.named(language).isEmpty()) {
      return List.of();
    }
    JsonNode input = Json.object().put("code", text).put("language", language);
    ModelRequest request =
        new ModelRequest(EmbeddedClient.STRUCTURE, "", Json.object(), input, 1, 0);
    try {
      JsonNode structure = Json.parse(worker.complete(request).text());
      List<Declaration> found = new ArrayList<>();
      for (String kind : List.of("classes", "functions")) {
        for (JsonNode each : structure.path(kind)) {
          found.add(new Declaration(each.path("line").asInt(), each.path("end_line").asInt()));
        }
      }
      return found;
    } catch (ModelException | JsonProcessingException e) {
      return List.of();
    }
  }
}
