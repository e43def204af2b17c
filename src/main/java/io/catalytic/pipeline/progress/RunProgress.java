package io.catalytic.pipeline.progress;

import java.util.EnumMap;
import java.util.Map;

/**
 * How far a run is.
 *
 * @param read entries that were read
 * @param answered files with an answer
 * @param dead files that ended without one
 * @param skipped files that are not analysed
 * @param rehashed entries that were read again after the last outcome
 */
public record RunProgress(long read, long answered, long dead, long skipped, long rehashed) {

  /** Takes how far a run is, now and then while it runs. */
  @FunctionalInterface
  public interface Listener {
    /** Nobody. */
    Listener NONE = progress -> {};

    /**
     * Called by one thread at a time, which is not the one that waits for the run; not any more
     * when the run has ended.
     */
    void at(RunProgress progress);
  }

  /** Adds up what was counted. */
  static RunProgress of(Map<Group, Counted> groups) {
    EnumMap<Step, Counted> sums = new EnumMap<>(Step.class);
    groups.forEach((group, counted) -> sums.merge(group.step(), counted, Counted::plus));
    Counted read = sums.getOrDefault(Step.READ, Counted.NOTHING);
    Counted asked = sums.getOrDefault(Step.ASK, Counted.NOTHING);
    Counted rehashed = sums.getOrDefault(Step.REHASH, Counted.NOTHING);
    return new RunProgress(
        read.done(), asked.done() - asked.aside(), asked.aside(), read.aside(), rehashed.done());
  }
}
