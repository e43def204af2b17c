package io.catalytic.format;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where the entries of a text of properties begin, found as {@link java.util.Properties} describes:
 * blank lines and comments are none, and a line whose end is escaped goes on in the next.
 */
final class LogicalLines {
  private static final String SPACE = " \t\f";

  private final String text;
  private int[] offsets = new int[16];
  private int[] lines = new int[16];
  private int[] columns = new int[16];
  private int count;

  LogicalLines(String text) {
    this.text = text;
    int line = 1;
    boolean goesOn = false;
    for (int start = 0; start < text.length(); line++) {
      int lineStart = start;
      int end = lineEnd(start);
      int first = start;
      while (first < end && SPACE.indexOf(text.charAt(first)) >= 0) {
        first++;
      }
      boolean isBlank = first == end;
      boolean isComment = !isBlank && "#!".indexOf(text.charAt(first)) >= 0;
      start = afterLineEnd(end);
      // The JDK begins anew after an escaped line end with nothing before it; where the text ends
      // there, it finds an empty entry, but none after CRLF.
      boolean isNothing = isBlank || (text.charAt(first) == '\\' && first + 1 == end);
      boolean isLast = start == text.length() && start <= end + 1;
      if (!goesOn && isNothing && (isBlank || !isLast)) {
        continue;
      }
      if (!goesOn && !isBlank && !isComment) {
        add(first, line, first - lineStart + 1);
      }
      goesOn = (goesOn || !(isBlank || isComment)) && isEscaped(end, first);
    }
  }

  private void add(int offset, int line, int column) {
    if (count == offsets.length) {
      offsets = Arrays.copyOf(offsets, 2 * count);
      lines = Arrays.copyOf(lines, 2 * count);
      columns = Arrays.copyOf(columns, 2 * count);
    }
    offsets[count] = offset;
    lines[count] = line;
    columns[count++] = column;
  }

  private int lineEnd(int from) {
    int end = from;
    while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
      end++;
    }
    return end;
  }

  private int afterLineEnd(int end) {
    boolean isPair = text.startsWith("\r\n", end);
    return Math.min(text.length(), end + (isPair ? 2 : 1));
  }

  /** Returns whether an odd number of backslashes stands before a place. */
  private boolean isEscaped(int place, int from) {
    int slashes = 0;
    while (place - slashes > from && text.charAt(place - slashes - 1) == '\\') {
      slashes++;
    }
    return slashes % 2 == 1;
  }

  int count() {
    return count;
  }

  /** Returns where the n-th entry begins, from 0. */
  Place place(int entry) {
    return new Place(lines[entry], columns[entry]);
  }

  /** Returns where the first escape of the n-th entry stands that is none. */
  @Nullable Place badEscape(int entry) {
    if (entry >= count) {
      return null;
    }
    int line = lines[entry];
    int lineStart = offsets[entry] - columns[entry] + 1;
    int end = entry + 1 < count ? offsets[entry + 1] : text.length();
    int at = offsets[entry];
    while (at < end) {
      char next = text.charAt(at);
      if (next == '\n' || next == '\r') {
        at = afterLineEnd(at);
        lineStart = at;
        line++;
      } else if (next != '\\') {
        at++;
      } else if (text.startsWith("u", at + 1) && !isHex(at + 2)) {
        return new Place(line, at - lineStart + 1);
      } else {
        // A line end that is escaped is still to be counted.
        boolean isLineEnd = at + 1 < end && "\r\n".indexOf(text.charAt(at + 1)) >= 0;
        at += isLineEnd ? 1 : 2;
      }
    }
    return place(entry);
  }

  private boolean isHex(int from) {
    for (int i = from; i < from + 4; i++) {
      if (i >= text.length() || Character.digit(text.charAt(i), 16) < 0) {
        return false;
      }
    }
    return true;
  }
}
