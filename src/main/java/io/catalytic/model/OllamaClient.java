package io.catalytic.model;

import com.fasterxml.jackson.databind.JsonNode;
import io.catalytic.digest.Json;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Asks a model on an Ollama server over HTTP. */
final class OllamaClient implements ModelClient {
  /** How many requests a server works on at a time: a variable of its own environment. */
  static final String PARALLEL = "OLLAMA_NUM_PARALLEL";

  private final URI server;
  private final ModelSpec spec;
  private final HttpExchange http;
  private final OllamaReply replies;
  private final Optional<String> parallel;

  /**
   * Makes no connection yet.
   *
   * @param parallel the value of {@value #PARALLEL} here
   */
  OllamaClient(URI server, ModelSpec spec, Optional<String> parallel) {
    this.parallel = parallel;
    this.server = server;
    this.spec = spec;
    this.http = new HttpExchange(server, spec, "ollama serve");
    this.replies = new OllamaReply(server, spec.name());
  }

  @Override
  public Completion complete(ModelRequest request) throws ModelException, InterruptedException {
    HttpRequest chat =
        HttpRequest.newBuilder(URI.create(server + "/api/chat"))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(OllamaRequest.body(spec, request)))
            .build();
    return replies.completion(http.send(chat));
  }

  @Override
  public ModelIdentity identity() throws ModelException, InterruptedException {
    HttpRequest tags = HttpRequest.newBuilder(URI.create(server + "/api/tags")).GET().build();
    JsonNode models = replies.body(http.send(tags)).path("models");
    if (!models.isArray()) {
      throw replies.malformed("models must be an array", models);
    }
    List<String> names = new ArrayList<>();
    for (JsonNode model : models) {
      String name = model.path("name").asText();
      if (name.equalsIgnoreCase(withTag(spec.name()))) {
        ModelIdentity identity = new ModelIdentity("ollama", name, digest(model));
        // A server lowers a larger window to the model's own, and then refuses what should have
        // fit.
        ModelWindow.refuseBeyond(window(name), name, spec);
        return identity;
      }
      names.add(name);
    }
    throw replies.notFound(" (" + ModelNames.list(names) + ")");
  }

  /** Returns the model's own window, if the server tells. */
  private OptionalLong window(String name) throws InterruptedException {
    HttpRequest show =
        HttpRequest.newBuilder(URI.create(server + "/api/show"))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(Json.write(Json.object().put("model", name))))
            .build();
    try {
      JsonNode info = replies.body(http.send(show)).path("model_info");
      String architecture = info.path("general.architecture").asText();
      return ModelWindow.of(info.path(architecture + ".context_length"));
    } catch (ModelException e) {
      return OptionalLong.empty();
    }
  }

  private String digest(JsonNode model) throws ModelException {
    String digest = model.path("digest").asText().replaceFirst("^sha256:", "");
    if (digest.isEmpty()) {
      throw replies.malformed("a model's digest must be a string", model.path("digest"));
    }
    return digest;
  }

  /** A name without a tag means {@code latest}; a colon before a slash belongs to a host. */
  private static String withTag(String name) {
    return name.indexOf(':', name.lastIndexOf('/') + 1) < 0 ? name + ":latest" : name;
  }

  /**
   * {@inheritDoc}
   *
   * <p>The API does not tell. Of a server on this machine it is taken that it has the environment
   * of this process, and so its {@value #PARALLEL}.
   */
  @Override
  public OptionalInt slots() {
    return isHere() ? Slots.of(parallel.orElse("")) : OptionalInt.empty();
  }

  private boolean isHere() {
    String host = server.getHost();
    return host.equals("localhost") || host.equals("[::1]") || host.matches("127(\\.\\d+){3}");
  }

  /** Does nothing: idle connections end by themselves. */
  @Override
  public void close() {}
}
