package io.catalytic.store;

import java.io.IOException;
import java.util.regex.Pattern;

/**
 * The name of a ref, checked. Files whose names begin with a dot are made by others, as {@code
 * .nfs…} by a file system.
 *
 * @param text parts of {@code [A-Za-z0-9._-]} joined by {@code /}, none of which begins with a dot,
 *     each of at most 255 characters
 */
public record RefName(String text) {
  private static final Pattern PART = Pattern.compile("(?!\\.)[A-Za-z0-9._-]{1,255}");

  /** Refuses any other. */
  public RefName {
    for (String part : text.split("/", -1)) {
      if (!isPart(part)) {
        throw new IllegalArgumentException(
            "a ref's name is parts of A-Z a-z 0-9 . _ - joined by /, none of which begins with a"
                + " dot, each of at most 255 characters; got \""
                + text
                + "\"");
      }
    }
  }

  /** Returns whether a text can be a part of a name. */
  public static boolean isPart(String text) {
    return PART.matcher(text).matches();
  }

  /** Returns what to throw where one name would lie under another. */
  public static IOException conflict(String name, String other) {
    return new IOException(
        "there can be no ref \"" + name + "\" beside \"" + other + "\": one lies under the other");
  }
}
