package io.catalytic.restore;

import java.util.List;
import java.util.function.Predicate;

/**
 * What a restoration would do.
 *
 * @param steps one for each path that is not as it was, in path order
 */
public record RestorePlan(List<Step> steps) {

  /** Takes a copy. */
  public RestorePlan {
    steps = List.copyOf(steps);
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
