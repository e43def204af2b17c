package io.catalytic.pipeline;

import io.catalytic.digest.Digest;
import io.catalytic.domain.Refused;
import io.catalytic.merkle.Root;
import io.catalytic.pipeline.Fact.Counts;
import io.catalytic.pipeline.Fact.NotRehashed;
import io.catalytic.pipeline.Fact.Output;
import io.catalytic.pipeline.Fact.Phase;
import io.catalytic.pipeline.Fact.RootFact;
import io.catalytic.run.Tally;
import java.util.Comparator;
import java.util.List;
import java.util.stream.StreamSupport;

/** All facts of a finished run; there is exactly one of each kind, but of what was not rehashed. */
final class Facts {
  private final List<Fact> all;

  Facts(Iterable<Fact> facts) {
    all = StreamSupport.stream(facts.spliterator(), false).toList();
  }

  Root root(Phase phase) {
    return rootFact(phase).root();
  }

  long rootKnownAt(Phase phase) {
    return rootFact(phase).atMillis();
  }

  private RootFact rootFact(Phase phase) {
    return only(
        "root " + phase,
        ofKind(RootFact.class).stream().filter(fact -> fact.phase() == phase).toList());
  }

  Digest output(String file) {
    return only(
            file,
            ofKind(Output.class).stream().filter(output -> output.file().equals(file)).toList())
        .content();
  }

  Tally tally() {
    return only("counts", ofKind(Counts.class)).tally();
  }

  /** Each path once: the walk and the reader may both have come upon it. */
  List<Refused> notRehashed() {
    return ofKind(NotRehashed.class).stream()
        .map(NotRehashed::refused)
        .distinct()
        .sorted(Comparator.comparing(Refused::path).thenComparing(Refused::reason))
        .toList();
  }

  private <T extends Fact> List<T> ofKind(Class<T> kind) {
    return all.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  private static <T> T only(String what, List<T> candidates) {
    if (candidates.size() != 1) {
      throw new IllegalStateException(
          "a finished run has one fact of \"" + what + "\"; there are " + candidates.size());
    }
    return candidates.get(0);
  }
}
