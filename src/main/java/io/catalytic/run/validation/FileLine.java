package io.catalytic.run.validation;

/**
 * A line of a file.
 *
 * @param number counted from 1
 * @param text without its line feed; only the beginning if it is not whole
 * @param bytes length, without the line feed
 * @param isWhole whether all of it is held
 * @param isText whether it is UTF-8
 * @param isEnded whether a line feed follows
 */
record FileLine(
    long number, String text, long bytes, boolean isWhole, boolean isText, boolean isEnded) {

  /** Returns whether another line has the same bytes, as far as they are held. */
  boolean isSameAs(FileLine other) {
    return text.equals(other.text)
        && bytes == other.bytes
        && isText == other.isText
        && isEnded == other.isEnded;
  }
}
