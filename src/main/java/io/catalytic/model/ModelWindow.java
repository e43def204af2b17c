package io.catalytic.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.OptionalLong;

/** Holds the window that a spec asks for against the one that a server says a model has. */
final class ModelWindow {
  private ModelWindow() {}

  /** Returns a count of tokens that a server gives, if it is one. */
  static OptionalLong of(JsonNode told) {
    return told.isIntegralNumber() && told.canConvertToLong() && told.asLong() > 0
        ? OptionalLong.of(told.asLong())
        : OptionalLong.empty();
  }

  /** Refuses a spec that asks for more. */
  static void refuseBeyond(OptionalLong window, String name, ModelSpec spec) {
    if (window.isPresent() && spec.contextTokens() > window.getAsLong()) {
      throw new IllegalArgumentException(
          "the model %s has a window of %d tokens; context_tokens is %d: make it %d or less"
              .formatted(name, window.getAsLong(), spec.contextTokens(), window.getAsLong()));
    }
  }
}
