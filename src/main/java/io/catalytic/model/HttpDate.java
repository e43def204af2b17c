package io.catalytic.model;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A time in HTTP, in each of the three forms that RFC 9110, section 5.6.7 wants read: {@code Sun,
 * 06 Nov 1994 08:49:37 GMT}, {@code Sunday, 06-Nov-94 08:49:37 GMT} and {@code Sun Nov 6 08:49:37
 * 1994}, the day of the last with two characters. A weekday that is not the date's is passed over.
 */
final class HttpDate {
  private static final List<String> MONTHS =
      List.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");
  private static final String MONTH = "(?<month>" + String.join("|", MONTHS) + ")";
  private static final String TIME = "(?<hour>\\d\\d):(?<minute>\\d\\d):(?<second>\\d\\d)";
  private static final String SHORT_DAY = "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)";
  private static final String LONG_DAY = "(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day";

  private static final List<Pattern> FORMS =
      Stream.of(
              SHORT_DAY + ", (?<day>\\d\\d) " + MONTH + " (?<year>\\d{4}) " + TIME + " GMT",
              LONG_DAY + ", (?<day>\\d\\d)-" + MONTH + "-(?<year>\\d\\d) " + TIME + " GMT",
              SHORT_DAY + " " + MONTH + " (?<day>[ \\d]\\d) " + TIME + " (?<year>\\d{4})")
          .map(Pattern::compile)
          .toList();

  private HttpDate() {}

  /**
   * Returns the time that a text is, if it is one.
   *
   * @param now what a year of two digits is near: the time is the last such one that is at most 50
   *     years ahead
   */
  static Optional<Instant> parse(String text, Instant now) {
    return FORMS.stream()
        .map(form -> form.matcher(text))
        .filter(Matcher::matches)
        .findFirst()
        .flatMap(date -> instant(date, now));
  }

  private static Optional<Instant> instant(Matcher date, Instant now) {
    int year = Integer.parseInt(date.group("year"));
    try {
      if (date.group("year").length() == 4) {
        return Optional.of(instant(date, year));
      }
      OffsetDateTime ahead = now.atOffset(ZoneOffset.UTC).plusYears(50);
      int last = ahead.getYear() - Math.floorMod(ahead.getYear() - year, 100);
      Instant found = instant(date, last);
      return Optional.of(found.isAfter(ahead.toInstant()) ? instant(date, last - 100) : found);
    } catch (DateTimeException e) {
      return Optional.empty(); // as 30 February
    }
  }

  private static Instant instant(Matcher date, int year) {
    int second = number(date, "second");
    return LocalDateTime.of(
            year,
            MONTHS.indexOf(date.group("month")) + 1,
            number(date, "day"),
            number(date, "hour"),
            number(date, "minute"),
            second == 60 ? 59 : second) // a leap second, which Java does not have
        .toInstant(ZoneOffset.UTC);
  }

  private static int number(Matcher date, String group) {
    return Integer.parseInt(date.group(group).strip());
  }
}
