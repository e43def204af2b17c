package io.catalytic.run;

import io.catalytic.digest.Hash;
import io.catalytic.domain.Difference;
import io.catalytic.domain.Refused;
import io.catalytic.merkle.Root;
import java.util.List;

/**
 * Whether a domain came back.
 *
 * @param before its root before the first call
 * @param after its root after the last outcome, computed by reading everything again
 * @param manifestAfter hash of the manifest of the entries under the root after
 * @param differences every path that differs, in path order
 * @param notRehashed paths that could not be read the second time
 */
public record Restoration(
    Root before,
    Root after,
    Hash manifestAfter,
    List<Difference> differences,
    List<Refused> notRehashed) {

  /** What of a directory no root commits to. */
  public static final List<String> NOT_COVERED =
      List.of(
          "modification times", "owners", "extended attributes and ACLs", "hard links", "holes");

  /** Takes copies. */
  public Restoration {
    differences = List.copyOf(differences);
    notRehashed = List.copyOf(notRehashed);
  }

  /** Returns whether it came back byte for byte. */
  public boolean restored() {
    return before.equals(after) && notRehashed.isEmpty();
  }

  /** Returns how many paths differ in one way. */
  public long count(Difference.Change change) {
    return differences.stream().filter(difference -> difference.change() == change).count();
  }
}
