package io.catalytic.format;

import java.util.List;

/**
 * The rows of a delimited text, one after another. A row ends with LF, CRLF or a lone CR; the last
 * one need not. A field may stand in double quotes, within which separators and line ends are text
 * and a quote is written twice; elsewhere no quote may stand (RFC 4180).
 */
final class Rows {
  private final String text;
  private final char separator;
  private final boolean quotes;
  private int at;
  private int line = 1;
  private int lineStart;

  /** Reads rows of which the fields may be quoted, or in which a quote is like any character. */
  Rows(String text, char separator, boolean quotes) {
    this.text = text;
    this.separator = separator;
    this.quotes = quotes;
  }

  boolean hasNext() {
    return at < text.length();
  }

  /** Returns where the next character stands. */
  Place place() {
    return new Place(line, at - lineStart + 1);
  }

  /** Adds the fields of the next row; returns whether what follows can be read. */
  boolean next(List<String> fields, Faults faults) {
    while (true) {
      boolean isQuoted = quotes && at < text.length() && text.charAt(at) == '"';
      if (!(isQuoted ? quoted(fields, faults) : plain(fields, faults))) {
        return false;
      }
      if (at == text.length()) {
        return true;
      }
      if (text.charAt(at) != separator) {
        lineEnd();
        return true;
      }
      at++;
    }
  }

  private boolean plain(List<String> fields, Faults faults) {
    int start = at;
    while (at < text.length() && !isEnd(text.charAt(at))) {
      if (quotes && text.charAt(at) == '"') {
        faults.add("a quote within a field that does not begin with one", place());
        return false;
      }
      at++;
    }
    fields.add(text.substring(start, at));
    return true;
  }

  private boolean quoted(List<String> fields, Faults faults) {
    Place start = place();
    StringBuilder field = new StringBuilder();
    at++;
    while (at < text.length()) {
      char each = text.charAt(at);
      if (each != '"') {
        field.append(each);
        if (each == '\n' || each == '\r') {
          field.append(text, at + 1, lineEnd());
        } else {
          at++;
        }
      } else if (text.startsWith("\"\"", at)) {
        field.append('"');
        at += 2;
      } else {
        at++;
        fields.add(field.toString());
        return endsHere(faults);
      }
    }
    faults.add("the quote that opens here is not closed", start);
    return false;
  }

  private boolean endsHere(Faults faults) {
    if (at == text.length() || isEnd(text.charAt(at))) {
      return true;
    }
    faults.add("a field must end after its closing quote", place());
    return false;
  }

  private boolean isEnd(char each) {
    return each == separator || each == '\n' || each == '\r';
  }

  /** Goes to the next line; returns where it begins. */
  private int lineEnd() {
    at += text.startsWith("\r\n", at) ? 2 : 1;
    line++;
    lineStart = at;
    return at;
  }
}
