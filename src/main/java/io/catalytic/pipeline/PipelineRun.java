package io.catalytic.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import io.catalytic.digest.Json;
import io.catalytic.job.RunnerConfig;
import io.catalytic.run.RunFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/** Runs a planned run on a runner, to its end. */
public final class PipelineRun {
  private PipelineRun() {}

  /**
   * Runs, and returns the run record that the run wrote.
   *
   * @param plan what to run
   * @param config where to run it
   * @throws IllegalArgumentException if Beam does not know an option of the runner config
   * @throws IOException if the run failed; the cause says why
   */
  public static JsonNode run(RunPlan plan, RunnerConfig config) throws IOException {
    PipelineOptions options =
        PipelineOptionsFactory.fromArgs(config.toArgs().toArray(String[]::new))
            .withValidation()
            .create();
    PipelineResult.State state;
    RunLease lease = RunLease.of(plan);
    try {
      state = Analysis.pipeline(plan, options).run().waitUntilFinish();
    } catch (Pipeline.PipelineExecutionException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      throw new IllegalStateException("the run failed", e.getCause());
    } finally {
      try {
        WorkerStores.closeAll();
      } finally {
        lease.close();
      }
    }
    if (state != PipelineResult.State.DONE) {
      throw new IOException("the run ended as " + state + " and left no run record");
    }
    return Json.parse(Files.readAllBytes(Path.of(plan.output()).resolve(RunFiles.RECORD)));
  }
}
