package io.catalytic.job;

import io.catalytic.instruction.AttemptPolicy;
import io.catalytic.instruction.ChunkLimits;
import io.catalytic.model.ModelClient;
import java.io.Serializable;
import java.time.Duration;
import java.util.OptionalInt;

/**
 * How much a job may do.
 *
 * @param attempts how often a model is asked for one answer, and how long is waited in between
 * @param chunks how what does not fit the model's window is cut
 * @param maxInFlight most calls to the model at a time in one Java process, at least 1; {@link
 *     #ASK_SERVER} to go by what the server works on
 * @param budgetTokens most tokens that one Java process spends, at least 1; {@link #NO_BUDGET} for
 *     no limit
 * @param invocationTimeout after so long no more calls are made for one input
 * @param serverFaults how many calls in a row without an answer it takes to doubt the server, at
 *     least 1
 * @param serverPatience how long a server is waited for that gives no answers any more
 */
public record JobLimits(
    AttemptPolicy attempts,
    ChunkLimits chunks,
    int maxInFlight,
    long budgetTokens,
    Duration invocationTimeout,
    int serverFaults,
    Duration serverPatience)
    implements Serializable {

  /** No limit on tokens. */
  public static final long NO_BUDGET = Long.MAX_VALUE;

  /** As many calls at a time as keep the server busy, if it tells; see {@link #askedOf}. */
  public static final int ASK_SERVER = 0;

  /** Calls at a time where the server does not tell. */
  static final int UNTOLD = 4;

  /** Most calls at a time that nobody asked for. */
  static final int MOST_UNASKED = 256;

  /** The documented defaults. */
  public static final JobLimits DEFAULT =
      new JobLimits(
          AttemptPolicy.DEFAULT,
          ChunkLimits.DEFAULT,
          ASK_SERVER,
          NO_BUDGET,
          Duration.ofHours(1),
          20,
          Duration.ofMinutes(1));

  /** Refuses limits under which nothing could be done. */
  public JobLimits {
    if (maxInFlight < ASK_SERVER || budgetTokens < 1 || serverFaults < 1) {
      throw new IllegalArgumentException(
          "max_in_flight, budget_tokens and server_faults must be at least 1; got "
              + maxInFlight
              + ", "
              + budgetTokens
              + " and "
              + serverFaults);
    }
    if (invocationTimeout.isNegative() || serverPatience.isNegative()) {
      throw new IllegalArgumentException("limits of time are not negative");
    }
  }

  /**
   * Returns these limits with a number of calls in flight. If none was given, it is half as many
   * again as the server works on at a time, which keeps it busy: at most {@value #MOST_UNASKED},
   * and {@value #UNTOLD} where it does not tell.
   *
   * @param client asks the server, if it has to be
   */
  public JobLimits askedOf(ModelClient client) throws InterruptedException {
    if (maxInFlight != ASK_SERVER) {
      return this;
    }
    OptionalInt slots = client.slots();
    long told = (3L * slots.orElse(0) + 1) / 2;
    return withMaxInFlight(slots.isPresent() ? (int) Math.min(MOST_UNASKED, told) : UNTOLD);
  }

  /** Returns these limits with another number of calls in flight. */
  public JobLimits withMaxInFlight(int calls) {
    return new JobLimits(
        attempts, chunks, calls, budgetTokens, invocationTimeout, serverFaults, serverPatience);
  }
}
