package io.catalytic.context;

/** Which part of a blob is asked for. */
public sealed interface Part {

  /** All of it. */
  record Whole() implements Part {}

  /**
   * Some bytes. Of a blob that is text from its beginning to its end (UTF-8 without NUL): the
   * characters that begin among them. So ranges side by side show each character once, and of what
   * is no text each byte.
   *
   * @param from the first, counted from 0
   * @param to the one after the last; beyond the end of the blob means its end
   */
  record Range(long from, long to) implements Part {
    /** Refuses what is no range. */
    public Range {
      if (from < 0 || to < from) {
        throw new IllegalArgumentException(
            "a range is from 0 or more, to as much or more; got " + from + ":" + to);
      }
    }
  }

  /**
   * A value inside of a blob that is JSON, as it stands there.
   *
   * @param pointer where it is, by RFC 6901: {@code /functions/0/name}
   */
  record Pointer(String pointer) implements Part {
    /** Refuses what is no JSON pointer. */
    public Pointer {
      PointerTokens.of(pointer);
    }
  }
}
