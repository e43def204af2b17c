package io.catalytic.instruction;

import java.util.Arrays;

/**
 * A text by its lines, which end with LF, CRLF or a lone CR, as the embedded worker counts them;
 * what follows the last end is a line if it is not empty. Immutable and thread-safe.
 */
final class TextLines {
  private final String text;

  /** Where each line begins, and where the text ends. */
  private final int[] starts;

  TextLines(String text) {
    this.text = text;
    int[] found = new int[16];
    int lines = 1;
    for (int i = 0; i < text.length(); i++) {
      if (endsLine(text, i) && i + 1 < text.length()) {
        if (lines == found.length) {
          found = Arrays.copyOf(found, 2 * lines);
        }
        found[lines++] = i + 1;
      }
    }
    starts = Arrays.copyOf(found, lines + 1);
    starts[lines] = text.length();
  }

  private static boolean endsLine(String text, int at) {
    char unit = text.charAt(at);
    return unit == '\n'
        || (unit == '\r' && (at + 1 == text.length() || text.charAt(at + 1) != '\n'));
  }

  /** Returns how many lines there are; an empty text has one. */
  int count() {
    return starts.length - 1;
  }

  /** Returns the line of a place, both from 0. */
  int lineAt(int offset) {
    int found = Arrays.binarySearch(starts, 0, count(), offset);
    return found >= 0 ? found : -found - 2;
  }

  /**
   * Returns the lines from one (from 0) up to another, which is not part of it, with their ends.
   */
  String between(int from, int to) {
    return text.substring(starts[from], starts[to]);
  }

  /** Returns one line (from 0) with its end. */
  String line(int index) {
    return between(index, index + 1);
  }

  String text() {
    return text;
  }
}
