package io.catalytic.model;

import com.fasterxml.jackson.databind.JsonNode;
import io.catalytic.digest.Json;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Asks a model on an OpenAI-compatible server over HTTP. */
final class OpenAiClient implements ModelClient {
  static final String PROVIDER = "openai";

  private final URI server;
  private final ModelSpec spec;
  private final ApiKey key;
  private final HttpExchange http;
  private final OpenAiReply replies;

  OpenAiClient(URI server, ModelSpec spec, ApiKey key) {
    this.server = server;
    this.spec = spec;
    this.key = key;
    this.http =
        new HttpExchange(
            server, spec, "vllm serve " + spec.name() + ", or whatever serves the model there");
    this.replies = new OpenAiReply(server, spec.name(), key);
  }

  @Override
  public Completion complete(ModelRequest request) throws ModelException, InterruptedException {
    HttpRequest chat =
        to("/chat/completions")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(OpenAiRequest.body(spec, request)))
            .build();
    return replies.completion(http.send(chat));
  }

  /**
   * Says who it is by the name alone: the API does not tell what weights bear it. Of the servers
   * that speak it, vLLM's list says how large a model's window is, and llama.cpp's {@code /props}.
   */
  @Override
  public ModelIdentity identity() throws ModelException, InterruptedException {
    JsonNode models = replies.body(http.send(to("/models").GET().build())).path("data");
    if (!models.isArray()) {
      throw replies.malformed("data must be an array", models);
    }
    List<String> names = new ArrayList<>();
    for (JsonNode model : models) {
      String name = model.path("id").asText();
      if (name.equals(spec.name())) {
        OptionalLong listed = ModelWindow.of(model.path("max_model_len"));
        ModelWindow.refuseBeyond(listed.isPresent() ? listed : window(), name, spec);
        return ModelIdentity.byName(PROVIDER, name);
      }
      names.add(name);
    }
    throw replies.notFound("; " + ModelNames.list(names));
  }

  private OptionalLong window() throws InterruptedException {
    return ModelWindow.of(props().path("default_generation_settings").path("n_ctx"));
  }

  /**
   * {@inheritDoc}
   *
   * <p>Of the servers that speak this API, llama.cpp's tells: the {@code total_slots} of its {@code
   * /props}.
   */
  @Override
  public OptionalInt slots() throws InterruptedException {
    return Slots.of(props().path("total_slots"));
  }

  /**
   * Returns what llama.cpp tells of itself, beside {@code /v1}; nothing if it is another server.
   */
  private JsonNode props() throws InterruptedException {
    URI props = URI.create(server.toString().replaceFirst("/v1$", "") + "/props");
    HttpRequest request = key.addTo(HttpRequest.newBuilder(props)).GET().build();
    try {
      return replies.body(http.send(request, Slots.within(spec)));
    } catch (ModelException e) {
      return Json.object().missingNode();
    }
  }

  private HttpRequest.Builder to(String path) {
    return key.addTo(HttpRequest.newBuilder(URI.create(server + path)));
  }

  /** Does nothing: idle connections end by themselves. */
  @Override
  public void close() {}
}
