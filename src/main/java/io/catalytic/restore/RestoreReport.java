package io.catalytic.restore;

import io.catalytic.domain.Difference;
import io.catalytic.domain.Refused;
import io.catalytic.merkle.Root;
import java.util.List;
import java.util.Optional;

/**
 * What a restoration did and proved.
 *
 * @param expected the snapshot's root
 * @param found the root after the last change, computed by reading everything again; empty if there
 *     are paths that can't be part of any
 * @param plan what was to be done
 * @param disturbed paths that were left alone, as somebody else had changed them meanwhile
 * @param differences every path that is not as it was, in path order
 * @param refused every path that can't be an entry
 */
public record RestoreReport(
    Root expected,
    Optional<Root> found,
    RestorePlan plan,
    List<Refused> disturbed,
    List<Difference> differences,
    List<Refused> refused) {

  /** Takes copies. */
  public RestoreReport {
    disturbed = List.copyOf(disturbed);
    differences = List.copyOf(differences);
    refused = List.copyOf(refused);
  }

  /** Returns whether the directory has the snapshot's root. */
  public boolean restored() {
    return found.filter(expected::equals).isPresent();
  }
}
