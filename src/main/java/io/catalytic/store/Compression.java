package io.catalytic.store;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How a store writes small blobs; whatever was written, it can read. */
public enum Compression {
  /** As they are. */
  NONE,
  /** Each as a zstd frame (RFC 8878) of its own, where that is smaller. */
  ZSTD;

  /**
   * Returns the one of this name.
   *
   * @throws IllegalArgumentException if there is none; the message lists those there are
   */
  public static Compression ofWireName(String name) {
    for (Compression each : values()) {
      if (each.wireName().equals(name)) {
        return each;
      }
    }
    throw new IllegalArgumentException(
        "compression: must be "
            + Arrays.stream(values()).map(Compression::wireName).collect(Collectors.joining(" or "))
            + "; got \""
            + name
            + "\"");
  }

  /** Returns the name in files and on the command line, as {@code zstd}. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
