package io.catalytic.model;

import java.util.Optional;

/**
 * A kind of model, found by {@link java.util.ServiceLoader}. Implementations have a public
 * constructor without parameters.
 */
public interface ModelProvider {

  /** Returns what comes before the colon in {@code --model}, as {@code ollama}. */
  String provider();

  /** Returns a client. Makes no connection yet. */
  ModelClient open(ModelSpec spec);

  /**
   * Returns whether it answers a prompt. One that does not computes its answers from the input
   * itself: it has no window that an input could exceed, and nothing that it could invent.
   */
  default boolean readsPrompts() {
    return true;
  }

  /** Returns whether it can follow this instruction at all. */
  default boolean follows(String instruction) {
    return true;
  }

  /**
   * Returns whether it can follow this instruction on text of this language or format (as {@code
   * python} or {@code yaml}; empty if unknown). What it can't is skipped rather than asked.
   */
  default boolean reads(String instruction, Optional<String> language) {
    return true;
  }
}
