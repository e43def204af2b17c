package io.catalytic.selection;

import com.google.common.base.CharMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads the text of one {@link PathPattern}, with the rules and quirks of git's wildmatch.c. */
final class PatternParser {
  private static final CharMatcher WILDCARDS = CharMatcher.anyOf("*?[\\");

  /** POSIX classes over ASCII, as git has them. */
  private static final Map<String, String> CLASSES =
      Map.ofEntries(
          Map.entry("alnum", "09AZaz"),
          Map.entry("alpha", "AZaz"),
          Map.entry("blank", "\t\t  "),
          Map.entry("cntrl", "\0\u001f\u007f\u007f"),
          Map.entry("digit", "09"),
          Map.entry("graph", "!~"),
          Map.entry("lower", "az"),
          Map.entry("print", " ~"),
          Map.entry("punct", "!/:@[`{~"),
          Map.entry("space", "\t\r  "),
          Map.entry("upper", "AZ"),
          Map.entry("xdigit", "09AFaf"));

  private final String text;
  private final List<Token> tokens = new ArrayList<>();
  private int at;

  PatternParser(String text) {
    this.text = text;
  }

  List<Token> parse() {
    while (at < text.length()) {
      switch (text.charAt(at)) {
        case '*' -> stars();
        case '?' -> one(new Token.AnyOne());
        case '[' -> tokens.add(oneOf());
        default -> tokens.add(new Token.Literal(codePoint(text.length())));
      }
    }
    return List.copyOf(tokens);
  }

  private void one(Token token) {
    tokens.add(token);
    at++;
  }

  private void stars() {
    int start = at;
    while (at < text.length() && text.charAt(at) == '*') {
      at++;
    }
    // git compares what stands before the first wildcard apart, so that the rest starts afresh.
    boolean startsName =
        WILDCARDS.indexIn(text) == start || (start > 0 && text.charAt(start - 1) == '/');
    boolean slash = text.startsWith("/", at);
    boolean endsName = at == text.length() || slash || text.startsWith("\\/", at);
    if (at - start < 2 || !startsName || !endsName) {
      tokens.add(new Token.Any(false));
    } else if (slash) {
      // No name, or any number of names, each with its slash.
      tokens.add(new Token.Optional(2));
      tokens.add(new Token.Any(true));
      one(new Token.Literal('/'));
    } else {
      tokens.add(new Token.Any(true));
    }
  }

  private Token oneOf() {
    int open = at++;
    boolean negated = at < text.length() && (text.charAt(at) == '!' || text.charAt(at) == '^');
    if (negated) {
      at++;
    }
    List<Token.Range> ranges = new ArrayList<>();
    for (boolean first = true; first || peek(open) != ']'; first = false) {
      if (text.startsWith("[:", at) && posix(open, ranges)) {
        continue;
      }
      peek(open);
      int from = codePoint(open);
      if (peek(open) == '-' && at + 1 < text.length() && text.charAt(at + 1) != ']') {
        at++;
        // A range that runs backwards still holds the end it starts with.
        ranges.add(new Token.Range(from, Math.max(from, codePoint(open))));
      } else {
        ranges.add(new Token.Range(from, from));
      }
    }
    at++;
    return new Token.OneOf(negated, List.copyOf(ranges));
  }

  /** Reads {@code [:name:]}; false, and nothing read, if this is only a bracket and a colon. */
  private boolean posix(int open, List<Token.Range> ranges) {
    int close = text.indexOf(']', at + 2);
    if (close < 0) {
      throw fault(open, "the class that starts here has no \"]\"");
    }
    if (close < at + 3 || text.charAt(close - 1) != ':') {
      return false;
    }
    String name = text.substring(at + 2, close - 1);
    String bounds = CLASSES.get(name);
    if (bounds == null) {
      throw fault(at, "there is no class [:" + name + ":]");
    }
    for (int i = 0; i < bounds.length(); i += 2) {
      ranges.add(new Token.Range(bounds.charAt(i), bounds.charAt(i + 1)));
    }
    at = close + 1;
    return true;
  }

  private char peek(int open) {
    if (at >= text.length()) {
      throw fault(open, "the class that starts here has no \"]\"");
    }
    return text.charAt(at);
  }

  /** Reads one code point, or the one after a backslash. */
  private int codePoint(int open) {
    if (text.charAt(at) == '\\') {
      at++;
      if (at == text.length()) {
        throw open < text.length()
            ? fault(open, "the class that starts here has no \"]\"")
            : fault(at - 1, "a backslash must stand before the character that it quotes");
      }
    }
    int codePoint = text.codePointAt(at);
    at += Character.charCount(codePoint);
    return codePoint;
  }

  private GlobSyntaxException fault(int position, String fault) {
    return new GlobSyntaxException(text, position, fault);
  }
}
