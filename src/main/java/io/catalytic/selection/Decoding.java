package io.catalytic.selection;

/** What some bytes turned out to be. */
public sealed interface Decoding {

  /**
   * Text, with nothing replaced or lost but a byte order mark.
   *
   * @param text all of it
   * @param charset the coding's canonical Java name, as {@code UTF-8}
   */
  record Text(String text, String charset) implements Decoding {}

  /**
   * No text at all.
   *
   * @param detail what shows that, for people
   */
  record Binary(String detail) implements Decoding {}

  /**
   * Perhaps text, but in no coding that is known to fit.
   *
   * @param detail which byte does not fit which coding, for people
   */
  record Undecodable(String detail) implements Decoding {}
}
