package io.catalytic.selection;

import java.util.Optional;

/**
 * One line of an ignore file, with git's rules ({@code gitignore(5)}).
 *
 * @param pattern what is compared
 * @param nameOnly whether it is compared with the last name alone, at any depth
 * @param directoryOnly whether it holds for directories only
 * @param keeps whether a match keeps the path ({@code !}) instead of ignoring it
 */
record IgnoreRule(PathPattern pattern, boolean nameOnly, boolean directoryOnly, boolean keeps) {

  /** Returns the rule of a line; empty for a comment, a blank line, or what can never match. */
  static Optional<IgnoreRule> parse(String line) {
    if (line.startsWith("#")) {
      return Optional.empty();
    }
    String text = withoutTrailingSpaces(line);
    boolean keeps = text.startsWith("!");
    text = keeps ? text.substring(1) : text;
    boolean directoryOnly = text.endsWith("/");
    text = directoryOnly ? text.substring(0, text.length() - 1) : text;
    boolean nameOnly = text.indexOf('/') < 0;
    text = text.startsWith("/") ? text.substring(1) : text;
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new IgnoreRule(PathPattern.compile(text), nameOnly, directoryOnly, keeps));
    } catch (GlobSyntaxException e) {
      // As in git, a rule that cannot be read matches nothing.
      return Optional.empty();
    }
  }

  /** Returns whether it holds for a path, given relative to the ignore file's directory. */
  boolean matches(String path, boolean directory) {
    if (directoryOnly && !directory) {
      return false;
    }
    return pattern.matches(nameOnly ? path.substring(path.lastIndexOf('/') + 1) : path);
  }

  private static String withoutTrailingSpaces(String line) {
    int end = 0;
    for (int i = 0; i < line.length(); i++) {
      if (line.charAt(i) == '\\') {
        i++;
        end = i + 1;
      } else if (line.charAt(i) != ' ') {
        end = i + 1;
      }
    }
    return line.substring(0, Math.min(end, line.length()));
  }
}
