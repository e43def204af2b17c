package io.catalytic.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;

class RetryAfterTest {
  /** RFC 9110's own example of a time. */
  private static final Instant EXAMPLE = Instant.parse("1994-11-06T08:49:37Z");

  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-12-01T12:00:00Z"), ZoneOffset.UTC);

  private static Optional<Duration> wait(String value) {
    return RetryAfter.of(Optional.of(value), Optional.empty(), CLOCK);
  }

  private static Optional<Duration> wait(String value, String date) {
    return RetryAfter.of(Optional.of(value), Optional.of(date), CLOCK);
  }

  @Example
  void secondsAreTakenAsTheyAre() {
    assertThat(wait("0")).contains(Duration.ZERO);
    assertThat(wait(" 120 ")).contains(Duration.ofMinutes(2));
    assertThat(wait("120", "nonsense")).contains(Duration.ofMinutes(2));
    assertThat(wait("31536001")).contains(RetryAfter.MOST);
    assertThat(wait("9".repeat(5000))).contains(RetryAfter.MOST);
  }

  @Example
  void aTimeInAnyOfTheThreeFormsIsReckonedFromTheReplysOwn() {
    for (String date :
        new String[] {
          "Sun, 06 Nov 1994 08:49:37 GMT",
          "Sunday, 06-Nov-94 08:49:37 GMT",
          "Sun Nov  6 08:49:37 1994"
        }) {
      assertThat(HttpDate.parse(date, CLOCK.instant())).contains(EXAMPLE);
      assertThat(wait("Sun, 06 Nov 1994 08:50:07 GMT", date)).contains(Duration.ofSeconds(30));
      assertThat(wait(date, "Sun, 06 Nov 1994 08:49:00 GMT")).contains(Duration.ofSeconds(37));
    }
  }

  @Example
  void withoutTheReplysOwnTimeThisMachinesCounts() {
    String at = "Tue, 01 Dec 2026 12:00:09 GMT";
    assertThat(wait(at)).contains(Duration.ofSeconds(9));
    assertThat(wait(at, "yesterday")).contains(Duration.ofSeconds(9));
  }

  @Example
  void aTimeThatIsOverIsNoWait() {
    assertThat(wait("Tue, 01 Dec 2026 11:59:59 GMT")).contains(Duration.ZERO);
    assertThat(wait("Sun Nov  6 08:49:37 1994")).contains(Duration.ZERO);
    assertThat(wait("Fri, 31 Dec 9999 23:59:59 GMT")).contains(RetryAfter.MOST);
  }

  @Example
  void aYearOfTwoDigitsIsTheLastOneNotMoreThanFiftyYearsAhead() {
    Instant now = CLOCK.instant();
    assertThat(HttpDate.parse("Tuesday, 01-Dec-76 12:00:00 GMT", now))
        .contains(Instant.parse("2076-12-01T12:00:00Z"));
    assertThat(HttpDate.parse("Wednesday, 01-Dec-76 12:00:01 GMT", now))
        .contains(Instant.parse("1976-12-01T12:00:01Z"));
    assertThat(
            HttpDate.parse(
                "Thursday, 01-Jan-04 00:00:00 GMT", Instant.parse("2099-06-01T00:00:00Z")))
        .contains(Instant.parse("2104-01-01T00:00:00Z"));
  }

  @Example
  void aLeapSecondIsNotRefused() {
    assertThat(HttpDate.parse("Sat, 31 Dec 2016 23:59:60 GMT", CLOCK.instant()))
        .contains(Instant.parse("2016-12-31T23:59:59Z"));
  }

  @Example
  void whatIsNeitherSecondsNorATimeSaysNothing() {
    for (String value :
        new String[] {
          "",
          "soon",
          "-1",
          "+1",
          "1.5",
          "٣",
          "Sun, 06 Nov 1994 08:49:37",
          "Sun, 06 Nov 1994 08:49:37 CET",
          "Sun, 6 Nov 1994 08:49:37 GMT",
          "Sun, 30 Feb 1994 08:49:37 GMT",
          "Sun, 06 Nov 1994 24:00:00 GMT",
          "Sun, 06 Nov 1994 08:60:00 GMT",
          "Sun, 06 Nov 1994 08:49:61 GMT",
          "Sun, 00 Nov 1994 08:49:37 GMT",
          "Sun, 06 nov 1994 08:49:37 GMT",
          "Sunday, 06-Nov-1994 08:49:37 GMT",
          "Sun Nov   08:49:37 1994",
          "1994-11-06T08:49:37Z"
        }) {
      assertThat(wait(value)).as(value).isEmpty();
    }
    assertThat(RetryAfter.of(Optional.empty(), Optional.of("x"), CLOCK)).isEmpty();
  }

  @Property
  void everyTimeIsReadFromEveryFormThatCanHoldIt(
      @ForAll @LongRange(min = 0, max = 253402300799L) long second) {
    Instant time = Instant.ofEpochSecond(second);
    Instant now = CLOCK.instant();
    assertThat(HttpDate.parse(written(time, "EEE, dd MMM uuuu HH:mm:ss 'GMT'"), now))
        .contains(time);
    assertThat(HttpDate.parse(written(time, "EEE MMM ppd HH:mm:ss uuuu"), now)).contains(time);
    Instant near = now.plusSeconds(second % 3_000_000_000L - 1_500_000_000L);
    assertThat(HttpDate.parse(written(near, "EEEE, dd-MMM-uu HH:mm:ss 'GMT'"), now)).contains(near);
  }

  private static String written(Instant time, String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH)
        .format(time.atOffset(ZoneOffset.UTC));
  }

  @Property
  void theWaitIsTheDifferenceWhateverTheClockHereSays(
      @ForAll @LongRange(min = 0, max = 4_000_000_000L) long there,
      @ForAll @LongRange(min = -100_000, max = 100_000) long ahead,
      @ForAll @LongRange(min = 0, max = 4_000_000_000L) long here) {
    Clock clock = Clock.fixed(Instant.ofEpochSecond(here), ZoneOffset.UTC);
    String form = "EEE, dd MMM uuuu HH:mm:ss 'GMT'";
    Optional<String> date = Optional.of(written(Instant.ofEpochSecond(there), form));
    Optional<String> value = Optional.of(written(Instant.ofEpochSecond(there + ahead), form));
    assertThat(RetryAfter.of(value, date, clock)).contains(Duration.ofSeconds(Math.max(0, ahead)));
  }

  @Property(tries = 5000)
  void whateverIsSentIsAWaitWithinBoundsOrNone(
      @ForAll("values") String value, @ForAll("values") String date) {
    wait(value, date).ifPresent(wait -> assertThat(wait).isBetween(Duration.ZERO, RetryAfter.MOST));
  }

  @Provide
  Arbitrary<String> values() {
    String good = "Sun, 06 Nov 1994 08:49:37 GMT|Sunday, 06-Nov-94 08:49:37 GMT";
    Arbitrary<String> inserts =
        Arbitraries.of("", "9", "99", "-", "\u0000", " ", ":", "Feb", "\r\n", "٣", "Z", "+");
    Arbitrary<String> edited =
        Combinators.combine(
                inserts,
                Arbitraries.integers().between(0, 60),
                Arbitraries.integers().between(0, 4),
                Arbitraries.of(good.split("\\|", -1)))
            .as(
                (insert, from, cut, form) ->
                    form.substring(0, Math.min(from, form.length()))
                        + insert
                        + form.substring(Math.min(from + cut, form.length())));
    return Arbitraries.oneOf(edited, Arbitraries.strings(), Arbitraries.strings().numeric());
  }

  @Example
  void aServerThatDoesNotTellItsTimeIsReadByTheClockThatIsGiven() throws Exception {
    try (OllamaServer server =
        OllamaServer.playing(OllamaAnswer.busy("Tue, 01 Dec 2026 12:00:45 GMT", ""))) {
      URI chat = URI.create(server.url() + "/api/chat");
      HttpExchange http = new HttpExchange(chat, ModelSpec.of("ollama", "m"), "it", CLOCK);
      assertThat(http.send(HttpRequest.newBuilder(chat).GET().build()).retryAfter())
          .contains(Duration.ofSeconds(45));
    }
  }
}
