package io.catalytic.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;

/** Asks a model on an Ollama server over HTTP. */
final class OllamaClient implements ModelClient {
  private final URI server;
  private final ModelSpec spec;
  private final HttpExchange http;
  private final OllamaReply replies;

  OllamaClient(URI server, ModelSpec spec) {
    this.server = server;
    this.spec = spec;
    this.http = new HttpExchange(server, spec.timeout(), "ollama serve");
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
        return new ModelIdentity("ollama", name, digest(model));
      }
      names.add(name);
    }
    throw replies.notFound(" (" + ModelNames.list(names) + ")");
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

  /** Does nothing: idle connections end by themselves. */
  @Override
  public void close() {}
}
