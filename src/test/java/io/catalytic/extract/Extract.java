package io.catalytic.extract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catalytic.digest.Json;
import io.catalytic.model.ModelClient;
import io.catalytic.model.ModelException;
import io.catalytic.model.ModelRequest;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Asks the worker as the harness does. */
final class Extract {
  /** So long that no machine is too slow for a test. */
  static final Duration PATIENCE = Duration.ofMinutes(20);

  /** One for all tests that do not look at processes: each costs a start. Ends with this JVM. */
  private static final EmbeddedClient SHARED = client(PATIENCE);

  private Extract() {}

  /** Returns a client with as many parsers as there are processors. */
  static EmbeddedClient client(Duration limit) {
    return new EmbeddedClient(limit, ParserPool.ofThisMachine());
  }

  static ModelRequest request(String language, String code) {
    ObjectNode input = Json.object();
    input.put("code", code).put("language", language);
    return new ModelRequest("extract_structure", "", Json.object(), input, 2048, 0);
  }

  /** Returns the answer's text. */
  static String json(ModelClient client, String language, String code)
      throws ModelException, InterruptedException {
    return client.complete(request(language, code)).text();
  }

  /** Returns the answer of a client that all tests share. */
  static JsonNode structure(String language, String code) {
    try {
      return Json.parse(json(SHARED, language, code));
    } catch (ModelException | InterruptedException e) {
      throw new AssertionError(e);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns {@code name:line} of each item of one of the answer's lists. */
  static Stream<String> places(JsonNode structure, String list) {
    return StreamSupport.stream(structure.path(list).spliterator(), false)
        .map(item -> item.path("name").asText() + ":" + item.path("line").asInt());
  }
}
