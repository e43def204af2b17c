package io.catalytic.model;

import java.io.Serializable;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which model is asked, and how. Travels to the workers.
 *
 * @param provider as {@code embedded}, {@code ollama}, {@code openai}
 * @param name the model's name there; empty for {@code embedded}
 * @param baseUrl address of the server, or null for the provider's usual one
 * @param contextTokens size of the model's window in tokens (prompt and answer together)
 * @param maxOutputTokens most tokens of one answer
 * @param temperature 0 for the likeliest answer
 * @param seed for servers that draw
 * @param timeout limit for one request, from connecting to the last byte
 */
public record ModelSpec(
    String provider,
    String name,
    @Nullable String baseUrl,
    int contextTokens,
    int maxOutputTokens,
    double temperature,
    int seed,
    Duration timeout)
    implements Serializable {

  /** Refuses what no server could be asked. */
  public ModelSpec {
    if (contextTokens <= maxOutputTokens || maxOutputTokens < 1) {
      throw new IllegalArgumentException(
          "max_output_tokens must be at least 1 and below context_tokens; got "
              + maxOutputTokens
              + " and "
              + contextTokens);
    }
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("a model's timeout must be positive; got " + timeout);
    }
  }

  /** Returns a spec with the documented defaults. */
  public static ModelSpec of(String provider, String name) {
    return new ModelSpec(provider, name, null, 8192, 2048, 0, 1, Duration.ofMinutes(5));
  }

  /** Returns this spec with the server's address. */
  public ModelSpec at(String url) {
    return new ModelSpec(
        provider, name, url, contextTokens, maxOutputTokens, temperature, seed, timeout);
  }

  /** Returns the server's address, if one was given. */
  public Optional<String> url() {
    return Optional.ofNullable(baseUrl);
  }
}
