package io.catalytic.restore;

import io.catalytic.domain.Difference;
import io.catalytic.domain.Domain;
import io.catalytic.domain.Entry;
import io.catalytic.domain.Refused;
import io.catalytic.domain.RootSum;
import io.catalytic.domain.Sighting;
import io.catalytic.merkle.Root;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a whole directory, whatever was known of it before, and says how it differs. */
final class Proof {
  private final Domain domain;
  private final int threads;
  private final RestoreListener listener;
  private final List<Difference> differences = new ArrayList<>();
  private final List<Refused> refused = new ArrayList<>();

  Proof(Domain domain, int threads, RestoreListener listener) {
    this.domain = domain;
    this.threads = threads;
    this.listener = listener;
  }

  /** Returns the report of a restoration that has done what it could. */
  RestoreReport of(SnapshotManifest manifest, RestorePlan plan, List<Refused> disturbed)
      throws IOException {
    Root expected = manifest.known().root();
    listener.begins(RestoreListener.Phase.PROVE, expected.entries(), expected.fileBytes());
    Comparison comparison = new Comparison(domain, listener, (wanted, found) -> true);
    Optional<Root> found =
        manifest.read(
            entries -> {
              try (RootSum sum = new RootSum()) {
                comparison.run(entries, threads, pair -> compare(pair, sum));
                return refused.isEmpty() ? Optional.of(sum.root()) : Optional.empty();
              }
            });
    return new RestoreReport(expected, found, plan, disturbed, differences, refused);
  }

  private void compare(Comparison.Pair pair, RootSum sum) throws IOException {
    Entry wanted = pair.wanted().orElse(null);
    Entry present = pair.present().orElse(null);
    Optional<String> refusal = pair.sighting().flatMap(Sighting::refusal);
    if (refusal.isPresent()) {
      refused.add(new Refused(pair.path(), refusal.get()));
    } else if (present == null) {
      pair.wanted().map(Difference::removed).ifPresent(differences::add);
    } else if (wanted == null) {
      differences.add(Difference.added(present));
    } else if (!wanted.equals(present)) {
      differences.add(Difference.changed(wanted, present));
    }
    if (present != null) {
      sum.add(present);
    }
  }
}
