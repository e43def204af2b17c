package io.catalytic.instruction;

/**
 * A text that answers are held against: the whole of an input's field, or a part of it. Immutable.
 *
 * @param lines the text
 * @param firstLine the line of the whole on which the text begins, from 1
 */
record GroundText(TextLines lines, int firstLine) {

  /** Returns a whole text. */
  static GroundText whole(String text) {
    return new GroundText(new TextLines(text), 1);
  }

  /**
   * Returns the line of this text, from 1, that a model means by a number. It should count from the
   * beginning of what it was shown; one that is beyond that, and is within it when it is counted
   * from the beginning of the whole, was counted so.
   */
  int meant(int line) {
    boolean isWithin = line >= 1 && line <= lines.count();
    int counted = line - firstLine + 1;
    return !isWithin && counted >= 1 && counted <= lines.count() ? counted : line;
  }

  /** Returns the line of the whole for one of this text. */
  int inWhole(int line) {
    return line + firstLine - 1;
  }
}
