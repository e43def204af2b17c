package io.catalytic.run.validation;

import io.catalytic.run.validation.RunFinding.Kind;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a validation came to.
 *
 * @param runId the run's name, as far as it is known
 * @param lines lines read of the run's files
 * @param bytes bytes read of the run's files
 * @param answers answers that were found in the store and fit the instruction's output schema
 * @param root root of the manifest, if all of its lines could be read
 * @param counts findings by kind, all kinds
 * @param findings the first of them
 */
public record ValidationReport(
    Optional<String> runId,
    long lines,
    long bytes,
    long answers,
    Optional<String> root,
    Map<Kind, Long> counts,
    List<RunFinding> findings) {

  /** Takes copies. */
  public ValidationReport {
    counts = Map.copyOf(counts);
    findings = List.copyOf(findings);
  }

  /** Returns how many findings there are, listed or not. */
  public long total() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Returns whether nothing is wrong. */
  public boolean isValid() {
    return total() == 0;
  }
}
