package io.catalytic.job;

import java.io.Serializable;

/**
 * How much a job may do.
 *
 * @param maxAttempts most calls for one answer, at least 1
 * @param maxInFlight most calls to the model at a time in one Java process, at least 1
 */
public record JobLimits(int maxAttempts, int maxInFlight) implements Serializable {
  /** Refuses limits under which nothing could be done. */
  public JobLimits {
    if (maxAttempts < 1 || maxInFlight < 1) {
      throw new IllegalArgumentException(
          "max_attempts and max_in_flight must be at least 1; got "
              + maxAttempts
              + " and "
              + maxInFlight);
    }
  }
}
