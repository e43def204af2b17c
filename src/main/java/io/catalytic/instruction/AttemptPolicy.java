package io.catalytic.instruction;

import java.io.Serializable;
import java.time.Duration;
import java.util.Optional;

/**
 * How often a model is asked for one answer, and how long is waited in between.
 *
 * <p>Waits come after faults of the server only; a bad answer is sent back at once. The n-th wait
 * is drawn from the upper half of {@code firstPause × 2^(n-1)}, at most {@code longestPause}, so
 * that workers that failed together do not come back together. A server's own {@code Retry-After}
 * makes a wait longer, never beyond {@code longestPause}: a server that asks for more is asked
 * again then, which counts as an attempt, and after the last one the dead letter says what it asked
 * for.
 *
 * @param maxAttempts most calls in all, at least 1: 3 is three calls, not three more
 * @param firstPause wait after the first fault; zero for none
 * @param longestPause cap of every wait
 */
public record AttemptPolicy(int maxAttempts, Duration firstPause, Duration longestPause)
    implements Serializable {

  /** Three calls, half a second to begin with, half a minute at most. */
  public static final AttemptPolicy DEFAULT =
      new AttemptPolicy(3, Duration.ofMillis(500), Duration.ofSeconds(30));

  /** Refuses fewer than one attempt and waits that are negative or out of order. */
  public AttemptPolicy {
    if (maxAttempts < 1) {
      throw new IllegalArgumentException("max_attempts must be at least 1; got " + maxAttempts);
    }
    if (firstPause.isNegative() || longestPause.compareTo(firstPause) < 0) {
      throw new IllegalArgumentException(
          "pauses must not be negative, nor the first above the longest; got "
              + firstPause
              + " and "
              + longestPause);
    }
  }

  /** Returns this policy with another number of attempts. */
  public AttemptPolicy withMaxAttempts(int attempts) {
    return new AttemptPolicy(attempts, firstPause, longestPause);
  }

  /** Returns what to say of a wait that a server asked for and will not get; mostly nothing. */
  String refusal(Optional<Duration> asked) {
    return asked
        .filter(wait -> wait.compareTo(longestPause) > 0)
        .map(
            wait ->
                "; it asked to be left alone for %d s, and no wait is longer than %d ms (longest_pause_ms)"
                    .formatted(wait.toSeconds(), longestPause.toMillis()))
        .orElse("");
  }

  /**
   * Returns how long to wait.
   *
   * @param faults how many faults there were so far, at least 1
   * @param draw from 0 to 1
   * @param asked the wait that the server asked for
   */
  Duration pause(int faults, double draw, Optional<Duration> asked) {
    double full = firstPause.toMillis() * Math.pow(2, faults - 1.0);
    double capped = Math.min(full, (double) longestPause.toMillis());
    Duration drawn = Duration.ofMillis(Math.round(capped * (0.5 + draw / 2)));
    Duration wanted = asked.filter(wait -> wait.compareTo(drawn) > 0).orElse(drawn);
    return wanted.compareTo(longestPause) > 0 ? longestPause : wanted;
  }
}
