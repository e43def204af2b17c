package io.catalytic.model;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A model could not be asked. */
public final class ModelException extends Exception {
  private static final long serialVersionUID = 1;

  private final ModelFault fault;
  private final @Nullable Duration retryAfter;

  /** Says why, in a sentence for people that names the server and what to do. */
  public ModelException(ModelFault fault, String message) {
    this(fault, message, null, null);
  }

  /** Says why, with what brought it about. */
  public ModelException(ModelFault fault, String message, @Nullable Throwable cause) {
    this(fault, message, cause, null);
  }

  private ModelException(
      ModelFault fault, String message, @Nullable Throwable cause, @Nullable Duration retryAfter) {
    super(message, cause);
    this.fault = fault;
    this.retryAfter = retryAfter;
  }

  /** Says why, and how long the server wants to be left alone, if it said so. */
  static ModelException retryAfter(ModelFault fault, String message, Optional<Duration> wait) {
    return new ModelException(fault, message, null, wait.orElse(null));
  }

  /** Returns the kind of failure. */
  public ModelFault fault() {
    return fault;
  }

  /** Returns how long the server asked to be left alone, if it did. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }
}
