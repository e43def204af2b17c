package io.catalytic.run;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;

/** Names runs: the time in UTC, so that names sort, and a few random digits. */
public final class RunId {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

  private RunId() {}

  /** Returns a new name. */
  public static String next() {
    byte[] random = new byte[3];
    new SecureRandom().nextBytes(random);
    return TIME.format(Instant.now()) + "-" + HexFormat.of().formatHex(random);
  }
}
