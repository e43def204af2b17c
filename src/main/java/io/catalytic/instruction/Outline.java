package io.catalytic.instruction;

import java.util.List;

/**
 * Finds where the declarations of a text are, so that a text that is too long for a model's window
 * is cut between them. Thread-safe.
 */
@FunctionalInterface
public interface Outline {

  /** Knows no language: texts are cut at blank lines. */
  Outline NONE = (text, language) -> List.of();

  /**
   * A declaration that has a name.
   *
   * @param line where its name stands, from 1
   * @param endLine its last line, at least {@code line}
   */
  record Declaration(int line, int endLine) {}

  /**
   * Returns the declarations of a text, in any order; none if the language isn't known or the text
   * can't be read. The same text always has the same ones.
   *
   * @param language in lower case, as {@code python}; empty if unknown
   */
  List<Declaration> declarations(String text, String language) throws InterruptedException;
}
