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
 * @param maxReplyBytes most bytes of one reply
 */
public record ModelSpec(
    String provider,
    String name,
    @Nullable String baseUrl,
    int contextTokens,
    int maxOutputTokens,
    double temperature,
    int seed,
    Duration timeout,
    int maxReplyBytes)
    implements Serializable {

  /** Most bytes of a reply by default. An answer of 100,000 tokens has less than a tenth of it. */
  public static final int MAX_REPLY_BYTES = 16 << 20;

  /** A spec with the usual most bytes of a reply. */
  public ModelSpec(
      String provider,
      String name,
      @Nullable String baseUrl,
      int contextTokens,
      int maxOutputTokens,
      double temperature,
      int seed,
      Duration timeout) {
    this(
        provider,
        name,
        baseUrl,
        contextTokens,
        maxOutputTokens,
        temperature,
        seed,
        timeout,
        MAX_REPLY_BYTES);
  }

  /** Refuses what no server could be asked. */
  public ModelSpec {
    if (contextTokens <= maxOutputTokens || maxOutputTokens < 1) {
      throw new IllegalArgumentException(
          "max_output_tokens must be at least 1 and below context_tokens; got "
              + maxOutputTokens
              + " and "
              + contextTokens);
    }
    if (maxReplyBytes < 1) {
      throw new IllegalArgumentException(
          "max_reply_bytes must be at least 1; got " + maxReplyBytes);
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
        provider,
        name,
        url,
        contextTokens,
        maxOutputTokens,
        temperature,
        seed,
        timeout,
        maxReplyBytes);
  }

  /** Returns the server's address, if one was given. */
  public Optional<String> url() {
    return Optional.ofNullable(baseUrl);
  }
}
