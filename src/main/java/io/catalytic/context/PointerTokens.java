package io.catalytic.context;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The reference tokens of a JSON pointer (RFC 6901), unescaped. */
final class PointerTokens {
  private static final Pattern BAD_ESCAPE = Pattern.compile("~(?![01])");

  private PointerTokens() {}

  /**
   * Returns the tokens; none of the empty pointer, which is the whole document.
   *
   * @throws IllegalArgumentException if the text is no JSON pointer
   */
  static List<String> of(String pointer) {
    boolean rooted = pointer.isEmpty() || pointer.startsWith("/");
    if (!rooted || BAD_ESCAPE.matcher(pointer).find()) {
      throw new IllegalArgumentException(
          "a JSON pointer is empty or begins with /, and writes ~ as ~0 and / inside of a name as"
              + " ~1; got \""
              + pointer
              + "\"");
    }
    if (pointer.isEmpty()) {
      return List.of();
    }
    return Stream.of(pointer.substring(1).split("/", -1))
        .map(token -> token.replace("~1", "/").replace("~0", "~"))
        .toList();
  }

  /** Returns the pointer to what the first tokens lead to. */
  static String join(List<String> tokens) {
    StringBuilder pointer = new StringBuilder();
    tokens.forEach(
        token -> pointer.append('/').append(token.replace("~", "~0").replace("/", "~1")));
    return pointer.toString();
  }
}
