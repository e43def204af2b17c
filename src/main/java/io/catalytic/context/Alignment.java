package io.catalytic.context;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Finds the characters of UTF-8 that a place in a blob is inside of. */
final class Alignment {
  /** The most bytes of a character after its first. */
  static final int REST = 3;

  private Alignment() {}

  /**
   * A place relative to the character that it is inside of; both 0 if it is inside of none.
   *
   * @param begun bytes of the character before the place
   * @param missing bytes of it from the place on
   */
  record Inside(int begun, int missing) {}

  /**
   * A stream from a character's beginning on.
   *
   * @param in the stream, to the blob's end
   * @param from where it begins, up to 3 bytes after what was asked for
   */
  record Aligned(InputStream in, long from) {}

  /**
   * Goes to a byte of a blob, and on to the end of the character that it is inside of, if it is.
   *
   * @param in the blob from its beginning
   */
  static Aligned skipTo(InputStream in, long from) throws IOException {
    int before = (int) Math.min(REST, from);
    in.skipNBytes(from - before);
    byte[] around = in.readNBytes(before + REST);
    int skip = inside(around, before).missing();
    int offset = before + skip;
    InputStream rest = new ByteArrayInputStream(around, offset, around.length - offset);
    return new Aligned(new SequenceInputStream(rest, in), from + skip);
  }

  /** Returns what character a place is inside of; 3 bytes on both sides are enough to tell. */
  static Inside inside(byte[] bytes, int place) {
    for (int begun = 1; begun <= Math.min(REST, place); begun++) {
      int most = Math.min(REST + 1 - begun, bytes.length - place);
      for (int missing = 1; missing <= most; missing++) {
        if (isCharacter(bytes, place - begun, begun + missing)) {
          return new Inside(begun, missing);
        }
      }
    }
    return new Inside(0, 0);
  }

  private static boolean isCharacter(byte[] bytes, int offset, int length) {
    ByteBuffer encoded = ByteBuffer.wrap(bytes, offset, length);
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(encoded).toString();
      return text.codePointCount(0, text.length()) == 1;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
