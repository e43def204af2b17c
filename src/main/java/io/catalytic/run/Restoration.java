package io.catalytic.run;

import io.catalytic.digest.Hash;
import io.catalytic.domain.Difference;
import io.catalytic.domain.Refused;
import io.catalytic.merkle.Root;
import java.util.List;
import java.util.Optional;

/**
 * Whether a domain came back.
 *
 * @param before its root before the first call
 * @param after its root after the last outcome, computed by reading everything again
 * @param manifestAfter hash of the manifest of the entries under the root after
 * @param differences every path that differs, in path order
 * @param notRehashed paths that could not be read the second time
 * @param repair what putting it back came to; empty if there was no need, or nobody asked for it
 */
public record Restoration(
    Root before,
    Root after,
    Hash manifestAfter,
    List<Difference> differences,
    List<Refused> notRehashed,
    Optional<Repair> repair) {

  /** Takes copies. */
  public Restoration {
    differences = List.copyOf(differences);
    notRehashed = List.copyOf(notRehashed);
  }

  /** Of a domain that nobody put back. */
  public Restoration(
      Root before,
      Root after,
      Hash manifestAfter,
      List<Difference> differences,
      List<Refused> notRehashed) {
    this(before, after, manifestAfter, differences, notRehashed, Optional.empty());
  }

  /** Returns it with what putting the domain back came to. */
  public Restoration repairedBy(Repair done) {
    return new Restoration(
        before, after, manifestAfter, differences, notRehashed, Optional.of(done));
  }

  /** Returns whether the domain is as it was: it came back, or was put back. */
  public boolean isAsBefore() {
    return restored() || repair.filter(Repair::restored).isPresent();
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
