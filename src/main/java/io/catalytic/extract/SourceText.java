package io.catalytic.extract;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.treesitter.TSNode;

/**
 * The bytes of one file as tree-sitter counts them, UTF-8, and its lines.
 *
 * <p>A line ends with LF, CRLF or a lone CR. A form feed ends none.
 */
final class SourceText {
  private final byte[] bytes;
  private final byte[] shown;
  private final int[] lineStarts;

  SourceText(String code) {
    bytes = code.getBytes(StandardCharsets.UTF_8);
    byte[] lineFeeds = bytes;
    int[] starts = new int[Math.max(16, bytes.length / 24)];
    int lines = 1;
    for (int i = 0; i < bytes.length; i++) {
      boolean loneReturn = bytes[i] == '\r' && (i + 1 == bytes.length || bytes[i + 1] != '\n');
      if (loneReturn) {
        if (lineFeeds == bytes) {
          lineFeeds = bytes.clone();
        }
        lineFeeds[i] = '\n';
      }
      if (loneReturn || bytes[i] == '\n') {
        if (lines == starts.length) {
          starts = Arrays.copyOf(starts, 2 * lines);
        }
        starts[lines++] = i + 1;
      }
    }
    shown = lineFeeds;
    lineStarts = Arrays.copyOf(starts, lines);
  }

  int size() {
    return bytes.length;
  }

  /** Copies what the parser is shown, from an offset on, and returns how many bytes that were. */
  int read(byte[] buffer, int offset) {
    int length = Math.max(0, Math.min(buffer.length, shown.length - offset));
    System.arraycopy(shown, shown.length - Math.max(0, shown.length - offset), buffer, 0, length);
    return length;
  }

  /** Returns the line of a byte, from 1. */
  int line(int offset) {
    int found = Arrays.binarySearch(lineStarts, offset);
    return found >= 0 ? found + 1 : -found - 1;
  }

  /**
   * Returns where a range really ends: its last byte that is not white space, since some grammars
   * count the line end after a definition as part of it. Its first byte if there is no other.
   */
  int lastByte(int start, int end) {
    int last = end - 1;
    while (last > start && isSpace(bytes[last])) {
      last--;
    }
    return Math.max(last, start);
  }

  /** Returns whether the line of a byte begins with what begins a line comment somewhere. */
  boolean looksLikeComment(int offset) {
    int i = lineStarts[line(offset) - 1];
    while (i < offset && isSpace(bytes[i])) {
      i++;
    }
    return i < bytes.length && (bytes[i] == '#' || bytes[i] == '/');
  }

  private static boolean isSpace(byte value) {
    return value >= 0 && value <= ' ';
  }

  String slice(int start, int end) {
    return new String(bytes, start, end - start, StandardCharsets.UTF_8);
  }

  String slice(TSNode node) {
    return slice(node.getStartByte(), node.getEndByte());
  }
}
