package io.catalytic.pipeline;

import io.catalytic.model.TokenCounts;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Distribution;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricQueryResults;
import org.apache.beam.sdk.metrics.MetricResult;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.metrics.MetricsFilter;

/**
 * What a run's job tells while it runs, as Beam's metrics of the namespace {@code catalytic}.
 *
 * <p>A bundle that is tried again counts again: these are for watching. What the run record counts
 * comes with the data, once for each file.
 */
final class RunMetrics {
  private static final String NAMESPACE = "catalytic";
  private static final String ANSWERS = "answers";
  private static final String DEAD_LETTERS = "dead_letters";
  private static final String SKIPPED = "skipped";

  private static final Counter ENTRIES = Metrics.counter(NAMESPACE, "entries_read");
  private static final Counter BYTES = Metrics.counter(NAMESPACE, "bytes_read");
  private static final Counter LEFT = Metrics.counter(NAMESPACE, SKIPPED);
  private static final Counter ANSWERED = Metrics.counter(NAMESPACE, ANSWERS);
  private static final Counter DEAD = Metrics.counter(NAMESPACE, DEAD_LETTERS);
  private static final Counter MEMO_HITS = Metrics.counter(NAMESPACE, "memo_hits");
  private static final Counter PROMPT_TOKENS = Metrics.counter(NAMESPACE, "prompt_tokens");
  private static final Counter OUTPUT_TOKENS = Metrics.counter(NAMESPACE, "output_tokens");
  private static final Distribution LATENCY = Metrics.distribution(NAMESPACE, "invocation_ms");
  private static final Counter REHASHED = Metrics.counter(NAMESPACE, "entries_rehashed");

  private RunMetrics() {}

  /** An entry was read for the first time. */
  static void read(long bytes) {
    ENTRIES.inc();
    BYTES.inc(bytes);
  }

  /** A file is not analysed. */
  static void skipped() {
    LEFT.inc();
  }

  /** An invocation ended, for a file that stands for the call or has the answer for nothing. */
  static void ended(AnalysedFile file) {
    boolean isAnswered = file.outcome().ending() instanceof OutcomeRef.Answered;
    (isAnswered ? ANSWERED : DEAD).inc();
    if (isAnswered && !file.ownCall()) {
      MEMO_HITS.inc();
    }
    if (file.ownCall()) {
      TokenCounts spent = file.outcome().spent();
      PROMPT_TOKENS.inc(spent.prompt());
      OUTPUT_TOKENS.inc(spent.output());
      LATENCY.update(file.outcome().provenance().durationMillis());
    }
  }

  /** An entry was read again after the last outcome. */
  static void rehashed() {
    REHASHED.inc();
  }

  /** Returns how far a run is. */
  static RunProgress of(PipelineResult result) {
    MetricQueryResults found =
        result
            .metrics()
            .queryMetrics(
                MetricsFilter.builder()
                    .addNameFilter(MetricNameFilter.inNamespace(NAMESPACE))
                    .build());
    return new RunProgress(
        sum(found, "entries_read"),
        sum(found, ANSWERS),
        sum(found, DEAD_LETTERS),
        sum(found, SKIPPED),
        sum(found, "entries_rehashed"));
  }

  private static long sum(MetricQueryResults found, String name) {
    long sum = 0;
    for (MetricResult<Long> counter : found.getCounters()) {
      sum += counter.getName().getName().equals(name) ? counter.getAttempted() : 0;
    }
    return sum;
  }
}
