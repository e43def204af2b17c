package io.catalytic.pipeline;

import io.catalytic.digest.Json;
import io.catalytic.job.RunnerConfig;
import io.catalytic.job.SpecException;
import io.catalytic.pipeline.flink.FinalException;
import io.catalytic.pipeline.flink.FlinkSubmission;
import io.catalytic.pipeline.progress.ProgressWatch;
import io.catalytic.pipeline.progress.RunProgress;
import io.catalytic.run.RunFiles;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.options.PipelineOptions;

/** Runs a planned run on a runner: to its end, or until a cluster has it. */
public final class PipelineRun {
  private PipelineRun() {}

  /**
   * Runs.
   *
   * @param plan what to run
   * @param config where to run it
   * @throws SpecException if Beam or Flink do not take the runner config
   * @throws IOException if the run failed; the message says why
   */
  public static RunEnd run(RunPlan plan, RunnerConfig config) throws IOException, SpecException {
    return run(plan, config, RunProgress.Listener.NONE);
  }

  /**
   * Runs, and tells how far it is.
   *
   * @param listener is told of runs whose end is waited for, wherever they run
   */
  public static RunEnd run(RunPlan plan, RunnerConfig config, RunProgress.Listener listener)
      throws IOException, SpecException {
    PipelineOptions options = BeamOptions.of(config);
    if (!config.isFlink()) {
      if (config.isDetached()) {
        throw config.refused(
            new TreeMap<>(
                Map.of("/options/attachedMode", "needs a Flink cluster; see --flink-master")));
      }
      options.as(DirectOptions.class).setBlockOnRun(false); // toTheEnd() waits
      return toTheEnd(plan, options, listener);
    }
    if (!FlinkSubmission.isPossible()) {
      throw new IllegalArgumentException(
          "Flink is not on the class path: run ./catalytic, which puts target/flink there, or flink"
              + " run with this jar");
    }
    try (FlinkSubmission flink = FlinkSubmission.prepare(options, config, plan.runId())) {
      return flink.isDetached()
          ? submitted(plan, options, flink)
          : toTheEnd(plan, options, listener);
    }
  }

  private static RunEnd toTheEnd(
      RunPlan plan, PipelineOptions options, RunProgress.Listener listener) throws IOException {
    Pipeline pipeline = Analysis.pipeline(plan, options);
    PipelineResult.State state;
    RunLease lease = RunLease.begin(plan);
    plan.progress().begin();
    ProgressWatch watch = ProgressWatch.over(plan.progress(), listener);
    try {
      state = pipeline.run().waitUntilFinish();
    } catch (RuntimeException e) {
      throw failure(e);
    } finally {
      watch.close();
      try {
        Workplace.close(plan);
      } finally {
        plan.progress().remove();
        lease.close();
      }
    }
    if (state != PipelineResult.State.DONE) {
      throw new IOException("the run ended as " + state + " and left no run record");
    }
    Path record = Path.of(plan.output()).resolve(RunFiles.RECORD);
    return new RunEnd.Finished(Json.parse(Files.readAllBytes(record)));
  }

  private static RunEnd submitted(RunPlan plan, PipelineOptions options, FlinkSubmission flink)
      throws IOException {
    Pipeline pipeline = Analysis.pipeline(plan, options);
    RunLease lease = RunLease.begin(plan);
    plan.progress().begin();
    try {
      PipelineResult unused = pipeline.run();
    } catch (RuntimeException e) {
      plan.progress().remove();
      lease.close();
      throw failure(e);
    }
    lease.leave();
    return new RunEnd.Submitted(flink.jobId());
  }

  /**
   * Returns, or throws, what a worker threw, without all that Beam and Flink wrapped around it on
   * its way here.
   */
  static IOException failure(RuntimeException thrown) {
    Throwable cause = thrown;
    while (cause.getCause() != null && isWrapper(cause)) {
      cause = cause.getCause();
    }
    if (cause instanceof ConnectException) {
      return new IOException(
          "the cluster does not answer any more ("
              + cause.getMessage()
              + "), so that nobody knows how the run ended; if the cluster is gone, start it and the"
              + " run again: what was answered is kept, and is not asked again",
          thrown);
    }
    if (cause instanceof IOException io) {
      return io;
    }
    if (cause instanceof RuntimeException own && !isForeign(cause)) {
      throw new IllegalStateException("the run failed", own);
    }
    return new IOException("the run failed: " + cause.getMessage(), thrown);
  }

  private static boolean isWrapper(Throwable thrown) {
    return isForeign(thrown)
        || thrown instanceof FinalException
        || thrown.getClass() == RuntimeException.class
        || thrown.getClass() == Exception.class;
  }

  private static boolean isForeign(Throwable thrown) {
    String name = thrown.getClass().getName();
    return name.startsWith("org.apache.beam.")
        || name.startsWith("org.apache.flink.")
        || name.startsWith("java.util.concurrent.");
  }
}
