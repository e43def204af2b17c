package io.catalytic.pipeline;

import io.catalytic.digest.Json;
import io.catalytic.domain.Domain;
import io.catalytic.instruction.AttemptPolicy;
import io.catalytic.instruction.Instruction;
import io.catalytic.instruction.Instructions;
import io.catalytic.job.JobLimits;
import io.catalytic.memo.MemoUse;
import io.catalytic.model.ModelIdentity;
import io.catalytic.model.ModelSpec;
import io.catalytic.pipeline.source.DirectorySource;
import io.catalytic.pipeline.source.Source;
import io.catalytic.selection.SelectionNotices;
import io.catalytic.selection.SelectionPolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/** Runs of the whole pipeline with a worker that follows a script ({@link ScriptedProvider}). */
final class TrialRun {
  private static final Instruction COUNT_LINES =
      Instructions.parse(
          "count_lines.json",
          """
          {"id": "count_lines", "version": "1.0", "description": "Count the lines",
           "input_schema": {"type": "object", "properties": {"text": {"type": "string"}},
             "required": ["text"]},
           "output_schema": {"type": "object", "properties": {"lines": {"type": "integer"}},
             "required": ["lines"], "additionalProperties": false},
           "prompt_template": "How many lines?\\n{text}", "constraints": []}""");

  private TrialRun() {}

  /** Runs over a domain to the end; the store is {@code store} beside the outputs. */
  static PipelineResult run(Domain domain, Path output, int shards, int parallelism) {
    return run(domain, output, shards, parallelism, false);
  }

  /** As {@link #run(Domain, Path, int, int)}, perhaps putting the domain back. */
  static PipelineResult run(
      Domain domain, Path output, int shards, int parallelism, boolean repair) {
    return run(plan(domain, output, shards, repair), parallelism);
  }

  /** Runs a plan to the end. */
  static PipelineResult run(RunPlan plan, int parallelism) {
    PipelineOptions options =
        PipelineOptionsFactory.fromArgs("--targetParallelism=" + parallelism).create();
    try {
      Files.createDirectories(Path.of(plan.output()));
      RunLease lease = RunLease.begin(plan);
      try {
        PipelineResult result = Analysis.pipeline(plan, options).run();
        result.waitUntilFinish();
        return result;
      } finally {
        Workplace.close(plan);
        lease.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the plan of such a run. */
  static RunPlan plan(Domain domain, Path output, int shards, boolean repair) {
    try {
      return plan(DirectorySource.of(domain), output, shards, repair);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As above, of any source. */
  static RunPlan plan(Source source, Path output, int shards, boolean repair) {
    return new RunPlan(
        String.valueOf(output.getFileName()),
        System.currentTimeMillis(),
        source,
        output.resolveSibling("store").toString(),
        output.toString(),
        COUNT_LINES,
        Json.object(),
        ModelSpec.of("scripted", "lines"),
        new ModelIdentity("scripted", "lines", "1"),
        SelectionPolicy.DEFAULT,
        AttemptPolicy.DEFAULT,
        JobLimits.DEFAULT.withMaxInFlight(4),
        MemoUse.NONE,
        shards,
        new RunPlan.Listed(0, 0),
        SelectionNotices.NONE,
        repair);
  }
}
