package io.catalytic.format;

import io.catalytic.digest.Excerpt;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is wrong with one text, in the order it was found; the first hundred of it, and a count. */
final class Faults {
  /** So many are told; from there on they are counted. */
  static final int MOST = 100;

  private static final int LONGEST = 300;

  private final List<Fault> told = new ArrayList<>();
  private long count;

  /** One fault; the place is null where it is not known. */
  record Fault(String message, @Nullable Place place) {}

  void add(String message, @Nullable Place place) {
    count++;
    if (told.size() < MOST) {
      String line = Excerpt.line(message, LONGEST);
      told.add(new Fault(line.isEmpty() ? "it can't be read" : line, place));
    }
  }

  boolean areNone() {
    return count == 0;
  }

  List<Fault> told() {
    return told;
  }

  /** Returns how many there are beyond those that are told. */
  long more() {
    return count - told.size();
  }
}
