package io.catalytic.model;

import java.util.OptionalInt;

/**
 * One model, ready to be asked. Thread-safe: many requests may be in flight at a time.
 *
 * <p>Every wait has a limit, set in the {@link ModelSpec}. Retrying is not done here.
 */
public interface ModelClient extends AutoCloseable {

  /**
   * Asks the server who answers, which also shows that it is there and has the model.
   *
   * @throws ModelException {@link ModelFault#UNREACHABLE} or {@link ModelFault#MODEL_NOT_FOUND},
   *     with a message that says what to start
   * @throws IllegalArgumentException if the spec asks for a larger window than the model is known
   *     to have; the message says both
   */
  ModelIdentity identity() throws ModelException, InterruptedException;

  /**
   * Asks once.
   *
   * @throws ModelException if the server answered with an error, or not at all
   */
  Completion complete(ModelRequest request) throws ModelException, InterruptedException;

  /**
   * Asks the server how many requests it works on at a time. Waits for some seconds at most; a
   * server that is in trouble, or does not know, does not tell.
   *
   * @return at least 1, if it tells
   */
  default OptionalInt slots() throws InterruptedException {
    return OptionalInt.empty();
  }

  /** Lets connections and native memory go. */
  @Override
  void close();
}
