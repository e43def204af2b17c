package io.catalytic.model;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How long a server wants to be left alone, by its {@code Retry-After} (RFC 9110, section 10.2.3):
 * seconds, or a time. What is neither says nothing.
 *
 * <p>A time is taken from the reply's own {@code Date}, so that the server's clock need not agree
 * with this machine's; without one, from this machine's.
 */
final class RetryAfter {
  /**
   * Whatever a server asks for, it is taken to be no more: durations of it can be reckoned with.
   */
  static final Duration MOST = Duration.ofDays(365);

  private RetryAfter() {}

  /**
   * Returns the wait, from zero to {@link #MOST}.
   *
   * @param value of the header
   * @param date of the same reply
   * @param clock tells the time where the date does not
   */
  static Optional<Duration> of(Optional<String> value, Optional<String> date, Clock clock) {
    return value.map(String::strip).flatMap(text -> wait(text, date, clock)).map(RetryAfter::bound);
  }

  private static Optional<Duration> wait(String text, Optional<String> date, Clock clock) {
    if (text.matches("[0-9]+")) {
      return Optional.of(text.length() > 9 ? MOST : Duration.ofSeconds(Long.parseLong(text)));
    }
    Instant here = clock.instant();
    return HttpDate.parse(text, here)
        .map(
            time -> {
              Instant there =
                  date.map(String::strip).flatMap(sent -> HttpDate.parse(sent, here)).orElse(here);
              return Duration.between(there, time);
            });
  }

  private static Duration bound(Duration wait) {
    if (wait.isNegative()) {
      return Duration.ZERO;
    }
    return wait.compareTo(MOST) > 0 ? MOST : wait;
  }
}
