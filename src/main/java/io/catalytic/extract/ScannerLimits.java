package io.catalytic.extract;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Texts that a shipped native scanner does not survive: it calls {@code abort()}, and the whole
 * process is gone. Such a text is refused before it is parsed.
 *
 * <p>Ruby's scanner (tree-sitter-ruby 0.23.1) keeps the length of a heredoc's word in one byte and
 * asserts that it came back. No real heredoc has a word that long, but {@code list <<"a long
 * string"} reads as one.
 */
final class ScannerLimits {
  private static final Pattern RUBY_LONG_WORD =
      Pattern.compile(
          "<<[~-]?(?:\"[^\"]{256}|'[^']{256}|`[^`]{256}|[\\p{Alnum}_[^\\x00-\\x7f]]{256})");

  private ScannerLimits() {}

  /** Returns why a text must not be parsed, or empty if nothing is known against it. */
  static Optional<String> objection(Language language, String code) {
    return language == Language.RUBY && RUBY_LONG_WORD.matcher(code).find()
        ? Optional.of("the parser of ruby does not survive << before a text of 256 characters")
        : Optional.empty();
  }
}
