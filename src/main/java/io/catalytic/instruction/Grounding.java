package io.catalytic.instruction;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What of an answer must stand in the input. Places are JSON pointers in which {@code *} stands for
 * each item of an array.
 *
 * @param field the property of the input that holds the text
 * @param verbatim strings that must stand in it, as {@code /functions/*}{@code /name}
 * @param lines lines that are computed from it
 */
public record Grounding(String field, List<String> verbatim, List<LineRule> lines)
    implements Serializable {

  /** Takes copies. */
  public Grounding {
    verbatim = List.copyOf(verbatim);
    lines = List.copyOf(lines);
  }

  /**
   * An object that says on which line a name stands.
   *
   * @param items the objects, as {@code /functions/*}
   * @param name key of the name, which must stand in the text
   * @param line key of the line, which is set to where the name stands nearest to it
   * @param lastLine key of a last line, which is shifted with it, or null
   */
  public record LineRule(String items, String name, String line, @Nullable String lastLine)
      implements Serializable {

    /** Returns the key of a last line, if there is one. */
    public Optional<String> endLine() {
      return Optional.ofNullable(lastLine);
    }
  }
}
