package io.catalytic.selection;

import java.util.BitSet;
import java.util.List;

/**
 * A compiled glob over a whole relative path, as git matches one ({@code wildmatch} with {@code
 * WM_PATHNAME}): {@code *} and {@code ?} stop at slashes, {@code **} between slashes crosses them.
 *
 * <p>Matching follows all possibilities side by side, so that its cost is at most the pattern's
 * length times the path's: no pattern in a borrowed directory can make it slow. Immutable.
 */
final class PathPattern {
  private final List<Token> tokens;

  private PathPattern(List<Token> tokens) {
    this.tokens = tokens;
  }

  /**
   * Returns the pattern that the text writes.
   *
   * @throws GlobSyntaxException if a class is not closed or unknown, or a backslash ends the text
   */
  static PathPattern compile(String text) {
    return new PathPattern(new PatternParser(text).parse());
  }

  /** Returns whether it has no wildcard at all. */
  boolean isLiteral() {
    return tokens.stream().allMatch(Token.Literal.class::isInstance);
  }

  /** Returns whether the whole text is of this pattern. */
  boolean matches(String text) {
    int count = tokens.size();
    BitSet now = new BitSet(count + 1);
    enter(0, now);
    for (int i = 0; i < text.length() && !now.isEmpty(); ) {
      int codePoint = text.codePointAt(i);
      i += Character.charCount(codePoint);
      BitSet next = new BitSet(count + 1);
      for (int at = now.nextSetBit(0); at >= 0 && at < count; at = now.nextSetBit(at + 1)) {
        step(at, codePoint, next);
      }
      now = next;
    }
    return now.get(count);
  }

  private void step(int at, int codePoint, BitSet next) {
    Token token = tokens.get(at);
    if (token instanceof Token.Any any) {
      if (any.slashes() || codePoint != '/') {
        enter(at, next);
      }
    } else if (token instanceof Token.Literal literal
        ? literal.codePoint() == codePoint
        : token instanceof Token.OneOf set
            ? set.contains(codePoint)
            : token instanceof Token.AnyOne && codePoint != '/') {
      enter(at + 1, next);
    }
  }

  /** Marks a position and whatever can be reached from it without reading anything. */
  private void enter(int at, BitSet states) {
    if (states.get(at)) {
      return;
    }
    states.set(at);
    if (at < tokens.size()) {
      if (tokens.get(at) instanceof Token.Any) {
        enter(at + 1, states);
      } else if (tokens.get(at) instanceof Token.Optional optional) {
        enter(at + 1, states);
        enter(at + 1 + optional.steps(), states);
      }
    }
  }
}
