package io.catalytic.store;

import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a store is, read in one way for all who have to know.
 *
 * @param scheme in lower case; {@code file} for a directory, however it was written
 * @param text the directory's absolute path, or {@code scheme://…}
 */
public record StoreLocation(String scheme, String text) {
  private static final String FILE = "file";
  private static final Pattern WITH_SCHEME =
      Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*):(.*)", Pattern.DOTALL);

  /**
   * Reads a location.
   *
   * @param text a directory's path, a {@code file:} URI of one, or {@code scheme://…} of another
   *     kind; schemes in upper or lower case
   * @throws IllegalArgumentException if it is none of these; the message lists the kinds there are
   */
  public static StoreLocation parse(String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException(
          "a store's location is a directory, or " + list(Stores.schemes()) + "; got an empty one");
    }
    Matcher matcher = WITH_SCHEME.matcher(text);
    if (!matcher.matches()) {
      return directory(text);
    }
    String scheme = matcher.group(1).toLowerCase(Locale.ROOT);
    String rest = matcher.group(2);
    if (scheme.equals(FILE)) {
      return ofFileUri(text, scheme + ":" + rest);
    }
    Set<String> known = Stores.schemes();
    if (!rest.startsWith("//")) {
      if (known.contains(scheme)) {
        throw new IllegalArgumentException(
            text + ": after " + scheme + ": come two slashes: " + scheme + "://…");
      }
      return directory(text); // a name may have a colon in it
    }
    if (!known.contains(scheme)) {
      throw new IllegalArgumentException(
          text
              + ": there is no kind of store for "
              + scheme
              + "://; there are directories and "
              + list(known));
    }
    return new StoreLocation(scheme, scheme + ":" + rest);
  }

  private static String list(Set<String> schemes) {
    return String.join("://, ", schemes) + "://";
  }

  private static StoreLocation directory(String path) {
    try {
      return new StoreLocation(FILE, Path.of(path).toAbsolutePath().toString());
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("a store's location is a directory; " + e.getMessage(), e);
    }
  }

  private static StoreLocation ofFileUri(String given, String text) {
    try {
      URI uri = URI.create(text.replaceFirst("^file://(?i:localhost)/", "file:///"));
      return new StoreLocation(FILE, Path.of(uri).toString());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          given
              + ": is no URI of a directory ("
              + e.getMessage()
              + "); write file:///, the absolute path, and %20 for a space, or only the path",
          e);
    }
  }

  /** Returns the directory that the store is, or empty if it is of another kind. */
  public Optional<Path> directory() {
    return scheme.equals(FILE) ? Optional.of(Path.of(text)) : Optional.empty();
  }
}
