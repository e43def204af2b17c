package io.catalytic.model;

import java.util.Optional;

/**
 * {@code ollama:NAME}: a model on an Ollama server, at the given address, else at {@code
 * OLLAMA_HOST}, else on this machine.
 */
public final class OllamaProvider implements ModelProvider {
  /** For {@link java.util.ServiceLoader}. */
  public OllamaProvider() {}

  @Override
  public String provider() {
    return "ollama";
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if the model has no name, or the address is none
   */
  @Override
  public ModelClient open(ModelSpec spec) {
    if (spec.name().isBlank()) {
      throw new IllegalArgumentException("ollama needs the model's name, as ollama:qwen2.5-coder");
    }
    Optional<String> host = Optional.ofNullable(System.getenv("OLLAMA_HOST"));
    Optional<String> parallel = Optional.ofNullable(System.getenv(OllamaClient.PARALLEL));
    return new OllamaClient(OllamaAddress.of(spec.url(), host), spec, parallel);
  }
}
