package io.catalytic.run.validation;

import io.catalytic.digest.Excerpt;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Something that is wrong with a run.
 *
 * @param kind what sort of thing
 * @param file name in the run's directory; for what is wrong in the store, the file that names it
 * @param line counted from 1; empty if it is the file as a whole
 * @param pointer JSON pointer of the place in the line, or in the file if that is one JSON value;
 *     empty if it is all of it
 * @param what one line for people: what was expected and what is there
 */
public record RunFinding(
    Kind kind, String file, OptionalLong line, Optional<String> pointer, String what) {
  private static final int LONGEST = 400;

  /** The sorts of findings. */
  public enum Kind {
    /** A file, a line, a blob or a record is not there. */
    MISSING,
    /** A file or a line is there that does not belong. */
    SURPLUS,
    /** It is not what the run wrote. */
    CHANGED,
    /** It does not have the form that it should. */
    FORM,
    /** It does not follow from what else there is. */
    CONTRADICTION,
    /** The store has it, but with other bytes. */
    CORRUPT;

    /** Returns the name in JSON, as {@code contradiction}. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Cuts a sentence, which may quote what is wrong, to one line of bounded length. */
  public RunFinding {
    what = Excerpt.line(what, LONGEST);
    pointer = pointer.map(text -> Excerpt.head(text, LONGEST));
  }

  /** Returns the place for people, as {@code results.jsonl:3 /digest}. */
  public String where() {
    StringBuilder where = new StringBuilder(Excerpt.line(file, LONGEST));
    line.ifPresent(number -> where.append(':').append(number));
    pointer
        .filter(text -> !text.isEmpty())
        .ifPresent(text -> where.append(' ').append(Excerpt.line(text, LONGEST)));
    return where.toString();
  }
}
