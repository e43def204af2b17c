package io.catalytic.restore;

import io.catalytic.domain.RawPath;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What a restoration would do.
 *
 * @param steps one for each path that is not as it was, in path order
 * @param closed directories that this user can't list now, so that the steps do not say what is in
 *     them; a restoration opens them up for their owner and plans again
 */
public record RestorePlan(List<Step> steps, Set<RawPath> closed) {

  /** Takes copies. */
  public RestorePlan {
    steps = List.copyOf(steps);
    closed = Set.copyOf(closed);
  }

  /** Returns whether the directory would have the snapshot's root afterwards. */
  public boolean restores() {
    return steps.stream().noneMatch(Step.Leave.class::isInstance);
  }

  /** Returns how many bytes would be read from the store. */
  public long bytes() {
    return steps.stream().mapToLong(step -> step instanceof Step.Put put ? put.bytes() : 0).sum();
  }

  /** Returns how many steps do something. */
  public long changes() {
    return count(step -> !(step instanceof Step.Leave));
  }

  /** Returns how many steps there are of a kind. */
  public long count(Predicate<Step> kind) {
    return steps.stream().filter(kind).count();
  }
}
