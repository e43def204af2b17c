package io.catalytic.format;

/** Reads one format. Implementations have no state. */
interface FormatReader {

  /**
   * Reads a text to its end, or to its first error where nothing can be said of what follows.
   *
   * @param faults takes what is wrong
   * @param values takes what the text holds; what it took before the first fault is of no use
   * @throws TooComplexException if the text is beyond a limit of the reader's
   */
  void read(String text, Faults faults, Values values) throws TooComplexException;
}
