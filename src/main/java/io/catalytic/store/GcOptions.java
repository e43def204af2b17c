package io.catalytic.store;

import java.time.Clock;
import java.time.Duration;

/**
 * How a store is cleaned.
 *
 * @param grace nothing is set aside that is younger than this, and nothing is deleted that was set
 *     aside less long ago; not negative
 * @param maxUnused the share of a pack's bytes, from 0 to 1, that nothing may need before the pack
 *     is written anew
 * @param dryRun only tell what would be done
 * @param clock tells the time
 */
public record GcOptions(Duration grace, double maxUnused, boolean dryRun, Clock clock) {

  /** A day's grace. */
  public static final Duration DEFAULT_GRACE = Duration.ofDays(1);

  /** A tenth of a pack. */
  public static final double DEFAULT_MAX_UNUSED = 0.1;

  /** Refuses a negative grace, and what is no share. */
  public GcOptions {
    if (grace.isNegative()) {
      throw new IllegalArgumentException("grace: must not be negative; got " + grace);
    }
    if (!(maxUnused >= 0 && maxUnused <= 1)) {
      throw new IllegalArgumentException("maxUnused: from 0 to 1; got " + maxUnused);
    }
  }

  /** Cleans as thoroughly as can be, with this grace, by the system's clock. */
  public static GcOptions withGrace(Duration grace) {
    return new GcOptions(grace, 0, false, Clock.systemUTC());
  }
}
