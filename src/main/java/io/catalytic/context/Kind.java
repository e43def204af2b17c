package io.catalytic.context;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What is known of a reference's bytes. */
public enum Kind {
  /** A JSON value in canonical form (RFC 8785). */
  JSON,

  /** Any bytes. */
  BYTES;

  /** Returns how formats and the command line write it. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns the kind that is written so, if there is one. */
  public static Optional<Kind> ofWireName(String text) {
    return Stream.of(values()).filter(kind -> kind.wireName().equals(text)).findFirst();
  }
}
