package io.catalytic.selection;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.base.Ascii;
import com.google.common.io.Resources;
import io.catalytic.digest.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which language a file is in. The table is {@code catalytic/languages.json}: for each language its
 * file names, extensions, and interpreters.
 *
 * <p>A whole name decides before an extension, and what follows the last dot is the extension: as
 * written first (so {@code .C} is C++), then in lower case. A name without an extension is looked
 * up by its first line, if that starts with {@code #!}. A {@code .h} is C: what it declares is
 * mostly the same in C++, and telling them apart takes a parser. Thread-safe.
 */
public final class Languages {
  private static final Pattern SHEBANG =
      Pattern.compile(
          "^#![ \\t]*(?:\\S*/)?(?:env(?:[ \\t]+(?:-\\S+|\\w+=\\S*))*[ \\t]+(?:\\S*/)?)?([^\\s/]+)");
  private static final Pattern VERSION = Pattern.compile("-?[0-9][0-9.]*$");

  private static final Map<String, String> NAMES = new HashMap<>();
  private static final Map<String, String> EXTENSIONS = new HashMap<>();
  private static final Map<String, String> INTERPRETERS = new HashMap<>();
  private static final SortedSet<String> ALL = new TreeSet<>();

  static {
    JsonNode table = read();
    table
        .properties()
        .forEach(
            language -> {
              ALL.add(language.getKey());
              fill(NAMES, language, "names");
              fill(EXTENSIONS, language, "extensions");
              fill(INTERPRETERS, language, "interpreters");
            });
  }

  private Languages() {}

  /** Returns every language there is, in order. */
  public static SortedSet<String> all() {
    return new TreeSet<>(ALL);
  }

  /** Returns the language that the file's name tells, as {@code python}. */
  public static Optional<String> byName(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    String extension = extension(name);
    return find(NAMES, name)
        .or(() -> find(EXTENSIONS, extension))
        .or(() -> find(EXTENSIONS, Ascii.toLowerCase(extension)));
  }

  /** Returns the language that the file's name or, if that has no extension, first line tells. */
  public static Optional<String> of(String path, String text) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    Optional<String> byName = byName(path);
    return byName.isPresent() || !extension(name).isEmpty() ? byName : byFirstLine(text);
  }

  private static Optional<String> byFirstLine(String text) {
    Matcher shebang = SHEBANG.matcher(text.substring(0, Math.min(text.length(), 200)));
    if (!shebang.find()) {
      return Optional.empty();
    }
    String interpreter = shebang.group(1);
    return find(INTERPRETERS, interpreter)
        .or(() -> find(INTERPRETERS, VERSION.matcher(interpreter).replaceFirst("")));
  }

  /** Returns what follows the last dot; empty for {@code Makefile} and {@code .bashrc}. */
  private static String extension(String name) {
    int dot = name.lastIndexOf('.');
    return dot <= 0 ? "" : name.substring(dot + 1);
  }

  private static Optional<String> find(Map<String, String> map, String key) {
    return Optional.ofNullable(map.get(key));
  }

  private static void fill(
      Map<String, String> map, Map.Entry<String, JsonNode> language, String column) {
    for (JsonNode key : language.getValue().path(column)) {
      String other = map.put(key.textValue(), language.getKey());
      if (other != null) {
        throw new IllegalStateException(
            "catalytic/languages.json: " + key + " stands for " + other + " and " + language);
      }
    }
  }

  private static JsonNode read() {
    try {
      return Json.parse(Resources.toByteArray(Resources.getResource("catalytic/languages.json")));
    } catch (IOException e) {
      throw new UncheckedIOException("catalytic/languages.json: cannot be read", e);
    }
  }
}
