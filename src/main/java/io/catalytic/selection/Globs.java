package io.catalytic.selection;

import java.util.List;

/**
 * A list of globs over a domain's relative paths, compiled once.
 *
 * <p>They read like lines of a {@code .gitignore}: {@code *} is any text but a slash, {@code ?} any
 * one character but a slash, {@code [a-z]}, {@code [!a-z]} and {@code [[:digit:]]} one of (or one
 * not of) some, {@code **} between slashes any number of names, and a backslash takes the meaning
 * from what follows. A glob without a slash inside is compared with names at any depth ({@code
 * *.py}); with one it is compared from the root ({@code src/**}{@code /*.java}, {@code /setup.py});
 * with a slash at the end it holds for directories only. A glob that matches a directory matches
 * everything below it. Case counts. A leading {@code ./} is dropped.
 *
 * <p>What would silently match nothing, or not what was meant, is refused: an empty glob, {@code .}
 * and {@code ..} and empty names, a leading {@code !}, an unquoted brace. Immutable, thread-safe.
 */
public final class Globs {
  private final List<IgnoreRule> rules;

  private Globs(List<IgnoreRule> rules) {
    this.rules = rules;
  }

  /**
   * Returns the compiled list.
   *
   * @throws GlobSyntaxException for the first that cannot be read
   */
  public static Globs compile(List<String> globs) {
    return new Globs(globs.stream().map(Globs::compile).toList());
  }

  /** Returns whether there are none, so that nothing matches. */
  public boolean isEmpty() {
    return rules.isEmpty();
  }

  /** Returns whether no glob has a wildcard. */
  boolean isLiteral() {
    return rules.stream().allMatch(rule -> rule.pattern().isLiteral());
  }

  /** Returns whether a glob matches the file, or a directory that it is in. */
  boolean matches(String file) {
    return matchesPath(file, false);
  }

  /**
   * Returns whether a glob matches a path, or a directory that it is in.
   *
   * @param path names joined by slashes
   * @param directory whether the path is a directory
   */
  public boolean matchesPath(String path, boolean directory) {
    if (rules.isEmpty()) {
      return false;
    }
    for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
      if (matches(path.substring(0, slash), true)) {
        return true;
      }
    }
    return matches(path, directory);
  }

  /** Returns whether a glob without wildcards is the file's own name or path. */
  boolean name(String file) {
    return rules.stream().anyMatch(rule -> rule.pattern().isLiteral() && rule.matches(file, false));
  }

  private boolean matches(String path, boolean directory) {
    return rules.stream().anyMatch(rule -> rule.matches(path, directory));
  }

  private static IgnoreRule compile(String glob) {
    refuseWhatIsNeverMeant(glob);
    String text = glob.startsWith("./") ? glob.substring(2) : glob;
    boolean directoryOnly = text.endsWith("/");
    text = directoryOnly ? text.substring(0, text.length() - 1) : text;
    boolean nameOnly = text.indexOf('/') < 0 && !glob.startsWith("./");
    try {
      PathPattern pattern = PathPattern.compile(text.startsWith("/") ? text.substring(1) : text);
      return new IgnoreRule(pattern, nameOnly, directoryOnly, false);
    } catch (GlobSyntaxException e) {
      // The position in what was given, not in what is left of it.
      int cut = glob.indexOf(e.glob());
      throw new GlobSyntaxException(glob, e.position() + Math.max(0, cut), e.fault());
    }
  }

  private static void refuseWhatIsNeverMeant(String glob) {
    if (glob.startsWith("!")) {
      throw new GlobSyntaxException(
          glob, 0, "a leading \"!\" means nothing here; list it under exclude, or write \"\\!\"");
    }
    refuseBraces(glob);
    String path = glob.startsWith("./") ? glob.substring(2) : glob;
    int at = glob.length() - path.length();
    if (path.startsWith("/")) {
      path = path.substring(1);
      at++;
    }
    if (path.isEmpty()) {
      throw new GlobSyntaxException(glob, 0, "an empty glob matches nothing; \"**\" matches all");
    }
    String names = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    for (String name : names.split("/", -1)) {
      if (name.isEmpty() || name.equals(".") || name.equals("..")) {
        throw new GlobSyntaxException(
            glob, at, "no path has the name \"" + name + "\" in it; globs start at the domain");
      }
      at += name.length() + 1;
    }
  }

  private static void refuseBraces(String glob) {
    boolean inClass = false;
    for (int i = 0; i < glob.length(); i++) {
      char c = glob.charAt(i);
      if (c == '\\') {
        i++;
      } else if (inClass) {
        inClass = c != ']';
      } else if (c == '[') {
        inClass = true;
      } else if (c == '{') {
        throw new GlobSyntaxException(
            glob, i, "braces are not read; give a glob for each choice, or write \"\\{\"");
      }
    }
  }
}
