package io.catalytic.model;

/** Why a model could not be asked. */
public enum ModelFault {
  /** Nothing answers at the address. */
  UNREACHABLE(true),
  /** No answer within the time limit. */
  TIMEOUT(true),
  /** The server is too busy to take the request. */
  OVERLOADED(true),
  /** The server failed. */
  SERVER_ERROR(true),
  /** The server's answer does not have the form of its API. */
  MALFORMED_RESPONSE(true),
  /** The server does not have the model. */
  MODEL_NOT_FOUND(false),
  /** The prompt does not fit the model's context. */
  CONTEXT_EXCEEDED(false),
  /** The server refused the request. */
  REQUEST_REFUSED(false),
  /** This worker cannot do what was asked, whoever asks again. */
  UNSUPPORTED(false),
  /** The worker died of this input, and would again. */
  WORKER_CRASHED(false),
  /** The worker, which does the same each time, was not done with this input in time. */
  TOO_SLOW(false),
  /** No more calls may be made for this input: its time is over. */
  OUT_OF_TIME(false),
  /** The run has no tokens left to spend. */
  OVER_BUDGET(false),
  /** The server was there, and is not any more. */
  SERVER_GONE(false);

  private final boolean transientFault;

  ModelFault(boolean transientFault) {
    this.transientFault = transientFault;
  }

  /** Returns whether the same request may succeed when it is made again. */
  public boolean isTransient() {
    return transientFault;
  }
}
