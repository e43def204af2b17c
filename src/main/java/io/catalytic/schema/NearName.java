package io.catalytic.schema;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Finds the name that somebody may have meant by one that nobody knows. */
public final class NearName {
  private NearName() {}

  /** Returns the known name that is nearest to a given one, if one is near. */
  public static Optional<String> of(String given, Collection<String> known) {
    return known.stream()
        .filter(name -> distance(name, given) <= farthest(given))
        .min(Comparator.comparingInt(name -> distance(name, given)));
  }

  static int distance(String known, String given) {
    // Two texts are at least as far apart as their lengths are: one may be very long.
    int atLeast = Math.abs(known.length() - given.length());
    return atLeast > farthest(given)
        ? atLeast
        : LevenshteinDistance.getDefaultInstance().apply(known, given);
  }

  /** Returns how many edits apart a name may be that was meant. */
  static int farthest(String given) {
    return Math.max(2, given.length() / 3);
  }
}
