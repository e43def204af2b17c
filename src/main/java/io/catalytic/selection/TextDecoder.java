package io.catalytic.selection;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * From bytes to text, or to the reason why not. No character is ever replaced silently.
 *
 * <ol>
 *   <li>A byte order mark (UTF-8, UTF-16, UTF-32) decides the coding and is dropped.
 *   <li>A zero byte among the first 8,000 means binary, which is git's rule.
 *   <li>Else it is UTF-8, if all of it is.
 *   <li>Else it is in the coding that one of its first two lines declares ({@link CodingCookie}).
 * </ol>
 *
 * <p>A U+0000 in UTF-16 or UTF-32 means binary too: such a mark can be chance. Stateless.
 */
public final class TextDecoder {
  /** How many bytes git looks at for a zero. */
  private static final int HEAD = 8000;

  private static final List<Mark> MARKS =
      List.of(
          // UTF-32LE's mark starts with that of UTF-16LE, so it comes first.
          new Mark(Charset.forName("UTF-32LE"), "\u00FF\u00FE\0\0"),
          new Mark(Charset.forName("UTF-32BE"), "\0\0\u00FE\u00FF"),
          new Mark(StandardCharsets.UTF_8, "\u00EF\u00BB\u00BF"),
          new Mark(StandardCharsets.UTF_16LE, "\u00FF\u00FE"),
          new Mark(StandardCharsets.UTF_16BE, "\u00FE\u00FF"));

  private TextDecoder() {}

  /** Returns what the bytes, all those of a file, are. */
  public static Decoding decode(byte[] bytes) {
    Optional<Mark> mark = MARKS.stream().filter(candidate -> candidate.starts(bytes)).findFirst();
    if (mark.isPresent() && mark.get().isWide()) {
      return wide(bytes, mark.get());
    }
    for (int i = 0; i < Math.min(bytes.length, HEAD); i++) {
      if (bytes[i] == 0) {
        return new Decoding.Binary("byte " + i + " is zero");
      }
    }
    Decoding utf8 = strictly(bytes, mark.map(Mark::length).orElse(0), StandardCharsets.UTF_8);
    if (utf8 instanceof Decoding.Undecodable undecodable && mark.isEmpty()) {
      return declared(bytes, undecodable);
    }
    return utf8;
  }

  private static Decoding wide(byte[] bytes, Mark mark) {
    Decoding decoding = strictly(bytes, mark.length(), mark.charset());
    return decoding instanceof Decoding.Text text && text.text().indexOf('\0') >= 0
        ? new Decoding.Binary("it holds U+0000 as " + text.charset())
        : decoding;
  }

  private static Decoding declared(byte[] bytes, Decoding.Undecodable asUtf8) {
    Optional<CodingCookie> cookie = CodingCookie.find(bytes);
    if (cookie.isEmpty()) {
      return new Decoding.Undecodable(asUtf8.detail() + " and no coding is declared");
    }
    Optional<Charset> charset = cookie.get().charset();
    if (charset.isEmpty()) {
      return new Decoding.Undecodable(
          asUtf8.detail() + " and the declared \"" + cookie.get().name() + "\" is not known");
    }
    return strictly(bytes, 0, charset.get());
  }

  private static Decoding strictly(byte[] bytes, int from, Charset charset) {
    ByteBuffer in = ByteBuffer.wrap(bytes, from, bytes.length - from);
    try {
      CharBuffer text =
          charset
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(in);
      return new Decoding.Text(text.toString(), charset.name());
    } catch (CharacterCodingException e) {
      return new Decoding.Undecodable("byte " + in.position() + " is not " + charset.name());
    }
  }

  /** A byte order mark, its bytes read as Latin-1, and what it means. */
  private record Mark(Charset charset, String bytes) {
    boolean isWide() {
      return !charset.equals(StandardCharsets.UTF_8);
    }

    int length() {
      return bytes.length();
    }

    boolean starts(byte[] content) {
      int length = Math.min(content.length, length());
      // A UTF-16 text whose first character is U+0000 is not worth telling from UTF-32.
      return new String(content, 0, length, StandardCharsets.ISO_8859_1).equals(bytes)
          && (length < 4 || content.length % 4 == 0);
    }
  }
}
