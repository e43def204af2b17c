package io.catalytic.selection;

import com.google.common.base.Ascii;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a file says of its own coding in one of its first two lines: the regular expression of PEP
 * 263, which also finds the cookies of Emacs and Vim, after the comment signs of other languages
 * too, and XML's declaration.
 *
 * @param name the coding as the file writes it
 * @param line the bytes of that line, read as Latin-1
 */
record CodingCookie(String name, String line) {
  private static final int LONGEST_LINE = 1000;
  private static final Pattern COOKIE =
      Pattern.compile(
          "^[ \\t\\f]*(?:#|//|/\\*|;|%|--|\"|<!--|<\\?xml).*?coding[:=][ \\t]*[\"']?([-\\w.]+)");
  private static final Pattern LATIN = Pattern.compile("(?:iso-)?latin-(\\d+)");
  private static final Pattern LINE_ENDS = Pattern.compile("-(?:unix|dos|mac)$");

  /** Returns the cookie of a file's bytes, if there is one. */
  static Optional<CodingCookie> find(byte[] bytes) {
    int start = 0;
    for (int line = 0; line < 2 && start < bytes.length; line++) {
      int end = start;
      while (end < bytes.length && bytes[end] != '\n' && bytes[end] != '\r') {
        end++;
      }
      int length = Math.min(end - start, LONGEST_LINE);
      String text = new String(bytes, start, length, StandardCharsets.ISO_8859_1);
      Matcher matcher = COOKIE.matcher(text);
      if (matcher.find()) {
        return Optional.of(new CodingCookie(matcher.group(1), text));
      }
      start =
          end + (end + 1 < bytes.length && bytes[end] == '\r' && bytes[end + 1] == '\n' ? 2 : 1);
    }
    return Optional.empty();
  }

  /**
   * Returns the coding, if Java has it and the cookie can be read in it. (Text that names UTF-16 in
   * single bytes is not UTF-16.)
   */
  Optional<Charset> charset() {
    String plain = LINE_ENDS.matcher(Ascii.toLowerCase(name).replace('_', '-')).replaceFirst("");
    Matcher latin = LATIN.matcher(plain);
    return known(name)
        .or(() -> known(plain))
        .or(() -> latin.matches() ? known("latin" + latin.group(1)) : Optional.empty())
        .filter(this::readsItself);
  }

  private boolean readsItself(Charset charset) {
    String again = new String(line.getBytes(StandardCharsets.ISO_8859_1), charset);
    return again.contains(name);
  }

  private static Optional<Charset> known(String name) {
    try {
      return Optional.of(Charset.forName(name));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
