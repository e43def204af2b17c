package io.catalytic.model;

import java.util.Optional;

/**
 * {@code openai:NAME}: a model on any server that speaks OpenAI's API, at the given address, else
 * at {@code OPENAI_BASE_URL}. A key is taken from {@code OPENAI_API_KEY}, if that is set.
 */
public final class OpenAiProvider implements ModelProvider {
  /** For {@link java.util.ServiceLoader}. */
  public OpenAiProvider() {}

  @Override
  public String provider() {
    return OpenAiClient.PROVIDER;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if the model has no name, there is no address or it is none,
   *     or the key can't be one
   */
  @Override
  public ModelClient open(ModelSpec spec) {
    if (spec.name().isBlank()) {
      throw new IllegalArgumentException(
          "openai needs the model's name, as openai:qwen2.5-coder; the server's /v1/models lists"
              + " those there are");
    }
    Optional<String> address = Optional.ofNullable(System.getenv("OPENAI_BASE_URL"));
    Optional<String> key = Optional.ofNullable(System.getenv(ApiKey.VARIABLE));
    return new OpenAiClient(OpenAiAddress.of(spec.url(), address), spec, ApiKey.of(key));
  }
}
