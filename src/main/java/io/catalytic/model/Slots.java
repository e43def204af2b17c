package io.catalytic.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.OptionalInt;

/** Reads how many requests a server works on at a time. */
final class Slots {
  /** Nobody waits long for what is not needed. */
  private static final Duration LONGEST = Duration.ofSeconds(5);

  private Slots() {}

  /** Returns how long to wait for an answer. */
  static Duration within(ModelSpec spec) {
    return spec.timeout().compareTo(LONGEST) < 0 ? spec.timeout() : LONGEST;
  }

  /** Returns a count that a server gives, if it is one. */
  static OptionalInt of(JsonNode told) {
    return told.isIntegralNumber() && told.canConvertToInt() && told.intValue() > 0
        ? OptionalInt.of(told.intValue())
        : OptionalInt.empty();
  }

  /** Returns a count that a variable of the environment gives; 0 leaves it to the server. */
  static OptionalInt of(String variable) {
    String digits = variable.strip();
    return digits.matches("[0-9]{1,9}") && Integer.parseInt(digits) > 0
        ? OptionalInt.of(Integer.parseInt(digits))
        : OptionalInt.empty();
  }
}
