package io.catalytic.exec;

import io.catalytic.restore.RestoreReport;
import java.util.List;
import java.util.Optional;

/**
 * What an exec came to.
 *
 * @param record as it stands in the ledger
 * @param domains in the order of the record's
 */
public record ExecReport(ExecRecord record, List<Found> domains) {

  /** Takes a copy. */
  public ExecReport {
    domains = List.copyOf(domains);
  }

  /**
   * What there is to list of a domain.
   *
   * @param changes what the command changed; none if that was found out by a process that was
   *     killed: then the record's list has them
   * @param restoration what putting it back did and proved; empty if there was nothing to be put
   *     back, or it was not to be
   */
  public record Found(List<Change> changes, Optional<RestoreReport> restoration) {
    /** Takes a copy. */
    public Found {
      changes = List.copyOf(changes);
    }
  }
}
