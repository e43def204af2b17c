package io.catalytic.schema;

import io.catalytic.digest.Excerpt;
import java.util.Comparator;

/**
 * One way in which a value does not fit its schema.
 *
 * @param pointer JSON pointer (RFC 6901) of the place in the value; empty for the whole value
 * @param message what was expected there and what was found
 */
public record Violation(String pointer, String message) implements Comparable<Violation> {
  private static final int MOST = 200;
  private static final Comparator<Violation> ORDER =
      Comparator.comparing(Violation::pointer).thenComparing(Violation::message);

  /** Returns this violation of a value that stands at {@code pointer} of a larger one. */
  public Violation under(String parent) {
    return new Violation(parent + pointer, message);
  }

  /** Orders by place, then by message. */
  @Override
  public int compareTo(Violation other) {
    return ORDER.compare(this, other);
  }

  /**
   * Returns it in one line, as {@code /functions/0/line: must be an integer; got "12"}. A pointer
   * or message of more than 200 characters is cut, since both may carry text of the value.
   */
  @Override
  public String toString() {
    String place = pointer.isEmpty() ? "(root)" : Excerpt.line(pointer, MOST);
    return place + ": " + Excerpt.line(message, MOST);
  }
}
