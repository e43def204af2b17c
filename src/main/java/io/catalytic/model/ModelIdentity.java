package io.catalytic.model;

import java.io.Serializable;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who answers.
 *
 * @param provider as {@code embedded} or {@code ollama}
 * @param name the model's name at that provider
 * @param digest names the weights (or the worker's version): 64 hex digits where the provider gives
 *     them, else whatever it gives; null where it gives nothing, so that the name is all there is
 */
public record ModelIdentity(String provider, String name, @Nullable String digest)
    implements Serializable {

  /** Returns one of which only the name is known. */
  static ModelIdentity byName(String provider, String name) {
    return new ModelIdentity(provider, name, null);
  }

  /** Returns what names the weights, if the provider says it. */
  public Optional<String> weights() {
    return Optional.ofNullable(digest);
  }
}
