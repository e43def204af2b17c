package io.catalytic.instruction;

import java.io.Serializable;
import java.util.Locale;

/**
 * How an input that does not fit a model's window is asked about in parts.
 *
 * @param field the property of the input whose text is cut
 * @param merge how the parts' answers become one
 */
public record ChunkRule(String field, Merge merge) implements Serializable {

  /** How the parts' answers become one. */
  public enum Merge {
    /** Arrays are joined in order, without duplicates; booleans are or-ed. */
    JOIN,
    /** The parts' answers, as a text, are asked about again with the same instruction. */
    SUMMARIZE;

    /** Returns the name in files, as {@code join}. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
