package io.catalytic.instruction;

import com.fasterxml.jackson.databind.JsonNode;
import io.catalytic.model.ModelClient;
import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * All that the calls of one harness share. Thread-safe.
 *
 * @param instruction its id
 * @param chunks how what is too long is cut
 * @param draw from 0 to 1
 */
record Asking(
    String instruction,
    ModelClient client,
    Window window,
    ChunkLimits chunks,
    Prompt prompt,
    JsonNode decodingSchema,
    AnswerCheck check,
    AttemptPolicy policy,
    Pauser pauser,
    DoubleSupplier draw) {

  /** Waits. */
  @FunctionalInterface
  interface Pauser {
    void pause(Duration wait) throws InterruptedException;
  }

  /** Waits after a fault of the server. */
  void pause(int faults, Attempts.Failed failed) throws InterruptedException {
    pauser.pause(policy.pause(faults, draw.getAsDouble(), failed.retryAfter()));
  }
}
