package io.catalytic.pipeline;

import io.catalytic.model.TokenCounts;
import io.catalytic.pipeline.progress.GroupCount;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Distribution;
import org.apache.beam.sdk.metrics.Metrics;

/**
 * What a group of a step tells while it is worked at: as Beam's metrics of the namespace {@code
 * catalytic}, and to those who watch the run.
 *
 * <p>Both are for watching. What the run record counts comes with the data, once for each file.
 */
final class RunMetrics {
  /** Of Beam's metrics. */
  static final String NAMESPACE = "catalytic";

  private static final Counter ENTRIES = Metrics.counter(NAMESPACE, "entries_read");
  private static final Counter BYTES = Metrics.counter(NAMESPACE, "bytes_read");
  private static final Counter LEFT = Metrics.counter(NAMESPACE, "skipped");
  private static final Counter ANSWERED = Metrics.counter(NAMESPACE, "answers");
  private static final Counter DEAD = Metrics.counter(NAMESPACE, "dead_letters");
  private static final Counter MEMO_HITS = Metrics.counter(NAMESPACE, "memo_hits");
  private static final Counter PROMPT_TOKENS = Metrics.counter(NAMESPACE, "prompt_tokens");
  private static final Counter OUTPUT_TOKENS = Metrics.counter(NAMESPACE, "output_tokens");
  private static final Distribution LATENCY = Metrics.distribution(NAMESPACE, "invocation_ms");
  private static final Counter REHASHED = Metrics.counter(NAMESPACE, "entries_rehashed");

  private final GroupCount group;

  RunMetrics(GroupCount group) {
    this.group = group;
  }

  /** An entry was read for the first time. */
  void read(long bytes) {
    group.done();
    ENTRIES.inc();
    BYTES.inc(bytes);
  }

  /** A file is not analysed. */
  void skipped() {
    group.aside();
    LEFT.inc();
  }

  /** An invocation ended, for a file that stands for the call or has the answer for nothing. */
  void ended(AnalysedFile file) {
    boolean isAnswered = file.outcome().ending() instanceof OutcomeRef.Answered;
    group.done();
    if (!isAnswered) {
      group.aside();
    }
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
  void rehashed() {
    group.done();
    REHASHED.inc();
  }
}
