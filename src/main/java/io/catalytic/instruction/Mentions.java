package io.catalytic.instruction;

/**
 * Where names stand in a text: letter for letter, and as whole words where their edges are
 * characters of identifiers. Immutable and thread-safe.
 */
final class Mentions {
  private final TextLines lines;

  Mentions(TextLines lines) {
    this.lines = lines;
  }

  /** Returns whether a name stands in the text. */
  boolean has(String name) {
    return next(name, 0) >= 0;
  }

  /**
   * Returns the line, from 1, on which a name stands nearest to a line; of two, the earlier.
   *
   * @return 0 if it does not stand anywhere
   */
  int lineNearest(String name, int hint) {
    int nearest = 0;
    for (int at = next(name, 0); at >= 0; at = next(name, at + 1)) {
      int line = lines.lineAt(at) + 1;
      if (nearest == 0 || Math.abs((long) line - hint) < Math.abs((long) nearest - hint)) {
        nearest = line;
      }
      if (line >= hint) {
        break;
      }
    }
    return nearest;
  }

  private int next(String name, int from) {
    String text = lines.text();
    for (int at = text.indexOf(name, from); at >= 0; at = text.indexOf(name, at + 1)) {
      if (isWhole(text, at, at + name.length())) {
        return at;
      }
      if (name.isEmpty()) {
        return -1;
      }
    }
    return -1;
  }

  private static boolean isWhole(String text, int start, int end) {
    if (start == end) {
      return false;
    }
    boolean runsOnBefore =
        start > 0 && isPart(text.codePointAt(start)) && isPart(text.codePointBefore(start));
    boolean runsOnAfter =
        end < text.length() && isPart(text.codePointBefore(end)) && isPart(text.codePointAt(end));
    return !runsOnBefore && !runsOnAfter;
  }

  /** Java counts control characters, NUL among them, as parts that do not matter: none here. */
  private static boolean isPart(int point) {
    return Character.isUnicodeIdentifierPart(point) && !Character.isIdentifierIgnorable(point);
  }
}
