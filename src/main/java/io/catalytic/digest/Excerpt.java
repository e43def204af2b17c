package io.catalytic.digest;

/** The beginning of a text that may be of any length, for messages. */
public final class Excerpt {
  private Excerpt() {}

  /**
   * Returns the text, or its first characters and an ellipsis if it is longer.
   *
   * @param most UTF-16 units kept, one less where a pair would be split
   */
  public static String of(String text, int most) {
    return text.length() <= most ? text : head(text, most) + "…";
  }

  /** Returns {@link #of} with every control character shown as a space: it is one line. */
  public static String line(String text, int most) {
    return of(text, most).replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " ").strip();
  }

  /** Returns at most the first {@code most} UTF-16 units, without splitting a surrogate pair. */
  public static String head(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    boolean splits = most > 0 && Character.isHighSurrogate(text.charAt(most - 1));
    return text.substring(0, splits ? most - 1 : most);
  }
}
