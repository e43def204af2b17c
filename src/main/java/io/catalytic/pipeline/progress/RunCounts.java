package io.catalytic.pipeline.progress;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** What a process has counted for a run, by groups. Thread-safe. */
final class RunCounts {
  private final LongSupplier clock;
  private final Map<Group, GroupCount> groups = new ConcurrentHashMap<>();
  private long last;

  /**
   * Goes on.
   *
   * @param clock milliseconds since any moment that is the same for all of the run's processes
   * @param own what this process had counted when it last had the run open
   * @param all what all processes had: whatever begins here begins later
   */
  RunCounts(LongSupplier clock, Map<Group, Counted> own, Iterable<Counted> all) {
    this.clock = clock;
    own.forEach((group, counted) -> groups.put(group, new GroupCount(counted)));
    all.forEach(counted -> last = Math.max(last, counted.begun()));
  }

  /** Begins a group, perhaps again: what it had counted before counts no more. */
  GroupCount begin(Group group) {
    GroupCount begun = new GroupCount(new Counted(moment(), 0, 0));
    groups.put(group, begun);
    return begun;
  }

  private synchronized long moment() {
    last = Math.max(last + 1, clock.getAsLong());
    return last;
  }

  Map<Group, Counted> now() {
    Map<Group, Counted> now = new HashMap<>();
    groups.forEach((group, count) -> now.put(group, count.now()));
    return now;
  }
}
