package io.catalytic.model;

import org.jspecify.annotations.Nullable;

/** A model could not be asked. */
public final class ModelException extends Exception {
  private static final long serialVersionUID = 1;

  private final ModelFault fault;

  /** Says why, in a sentence for people that names the server and what to do. */
  public ModelException(ModelFault fault, String message) {
    this(fault, message, null);
  }

  /** Says why, with what brought it about. */
  public ModelException(ModelFault fault, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.fault = fault;
  }

  /** Returns the kind of failure. */
  public ModelFault fault() {
    return fault;
  }
}
