package io.catalytic.selection;

import java.util.List;

/** One step of a {@link PathPattern}. */
sealed interface Token {

  /** Exactly this code point. */
  record Literal(int codePoint) implements Token {}

  /** Any one code point but a slash. */
  record AnyOne() implements Token {}

  /** Any number of code points; {@code slashes} says whether slashes count among them. */
  record Any(boolean slashes) implements Token {}

  /** The next {@code steps} tokens may be left out together. */
  record Optional(int steps) implements Token {}

  /** One code point in one of the ranges (or, negated, in none), never a slash. */
  record OneOf(boolean negated, List<Range> ranges) implements Token {
    boolean contains(int codePoint) {
      return codePoint != '/'
          && negated
              != ranges.stream().anyMatch(r -> r.first() <= codePoint && codePoint <= r.last());
    }
  }

  /** Code points from the first to the last, both included. */
  record Range(int first, int last) {}
}
