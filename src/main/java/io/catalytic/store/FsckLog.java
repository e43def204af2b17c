package io.catalytic.store;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;

/** Counts what a check reads, and hands on what it finds. For one thread. */
public final class FsckLog {
  private final Consumer<Finding> findings;
  private final Map<Finding.Kind, Long> found = new EnumMap<>(Finding.Kind.class);
  private long blobs;
  private long bytes;
  private long refs;
  private long open;
  private long healed;
  private long missing;

  FsckLog(Consumer<Finding> findings) {
    this.findings = findings;
  }

  /** Counts a good copy of a blob. */
  public void checked(long size) {
    blobs++;
    bytes += size;
  }

  /** Takes a finding. */
  public void found(Finding finding) {
    found.merge(finding.kind(), 1L, Long::sum);
    if (finding.isOpen()) {
      open++;
    }
    if (finding.kind() == Finding.Kind.MISSING) {
      if (finding.done() == Finding.Done.HEALED) {
        healed++;
      } else {
        missing++;
      }
    }
    findings.accept(finding);
  }

  /** Counts a ref. */
  void followed() {
    refs++;
  }

  /** Returns what it came to. */
  FsckReport report(boolean repair) {
    return new FsckReport(status(repair), blobs, bytes, refs, found, healed, missing);
  }

  private FsckReport.Status status(boolean repair) {
    boolean damage = found.keySet().stream().anyMatch(Finding.Kind::isDamage);
    if (open > 0 || (damage && !repair)) {
      return FsckReport.Status.DAMAGED;
    }
    if (found.containsKey(Finding.Kind.UNREADABLE)) {
      return FsckReport.Status.UNREADABLE;
    }
    return damage ? FsckReport.Status.HEALED : FsckReport.Status.CLEAN;
  }
}
