package io.catalytic.extract;

import java.util.regex.Pattern;

/** Makes one name of the pieces of source that name an import. */
final class ImportText {
  private static final Pattern SPACE = Pattern.compile("\\s+");

  private ImportText() {}

  /**
   * Appends a piece, without its quotes and with single spaces, after a separator if one is due.
   */
  static void append(StringBuilder name, String piece, String separator) {
    String plain = unquoted(SPACE.matcher(piece.strip()).replaceAll(" "));
    if (plain.startsWith("import ")) {
      plain = plain.substring("import ".length());
    }
    boolean relative = name.toString().endsWith(separator);
    if (name.length() > 0 && !plain.isEmpty() && !relative) {
      name.append(separator);
    }
    name.append(plain);
  }

  private static String unquoted(String text) {
    if (text.length() < 2) {
      return text;
    }
    char first = text.charAt(0);
    char last = text.charAt(text.length() - 1);
    boolean quoted = first == last && "\"'`".indexOf(first) >= 0;
    return quoted || (first == '<' && last == '>') ? text.substring(1, text.length() - 1) : text;
  }
}
