package io.catalytic.model;

import io.catalytic.digest.Excerpt;
import java.util.List;

/** Tells which models a server has. */
final class ModelNames {
  /** Most models that a message lists. */
  private static final int LISTED = 10;

  private static final int LONGEST = 80;

  private ModelNames() {}

  /** Returns a phrase, as {@code it has: a, b}. */
  static String list(List<String> names) {
    if (names.isEmpty()) {
      return "it has none yet";
    }
    List<String> shown =
        names.stream().sorted().limit(LISTED).map(name -> Excerpt.line(name, LONGEST)).toList();
    String more = names.size() > LISTED ? " and " + (names.size() - LISTED) + " more" : "";
    return "it has: " + String.join(", ", shown) + more;
  }
}
