package io.catalytic.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.catalytic.digest.Json;
import io.catalytic.job.JobSpec;
import io.catalytic.job.RunnerConfig;
import io.catalytic.job.SpecException;
import io.catalytic.job.Workspace;
import io.catalytic.model.ModelException;
import io.catalytic.pipeline.PipelineRun;
import io.catalytic.pipeline.Preflight;
import io.catalytic.pipeline.RunEnd;
import io.catalytic.pipeline.RunPlan;
import io.catalytic.run.RunId;
import io.catalytic.run.RunRecord;
import io.catalytic.run.RunSummary;
import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine.Mixin;

/** Runs a job with flags laid over it: what {@code analyze}, {@code run}, {@code map} share. */
final class JobRunner {
  private static final String SUBMISSION_VERSION = "1.0";

  @Mixin private final Output output = new Output();

  @Mixin private final JobOptions job = new JobOptions();

  @Mixin private final RunnerOptions runner = new RunnerOptions();

  /**
   * Runs a job on files.
   *
   * @param spec the job's name or file
   * @param overlay of the command's own flags
   */
  int run(String spec, SpecOverlay overlay, FileOptions files)
      throws SpecException, IOException, ModelException, InterruptedException {
    files.lay(overlay);
    if (files.isDryRun()) {
      JobSpec jobSpec = load(spec, overlay);
      return new DryRunReport(output).print(jobSpec, workspace(jobSpec, RunId.next()));
    }
    return run(spec, overlay, files.isRepair());
  }

  /**
   * Runs any job.
   *
   * @param spec the job's name or file
   * @param overlay of the command's own flags
   * @param repair whether a directory is put back if it did not come back
   */
  int run(String spec, SpecOverlay overlay, boolean repair)
      throws SpecException, IOException, ModelException, InterruptedException {
    JobSpec jobSpec = load(spec, overlay);
    RunnerConfig config = runner.config();
    String runId = RunId.next();
    Workspace workspace = workspace(jobSpec, runId);
    jobSpec = GivenInputs.kept(jobSpec, workspace);
    RunPlan plan = Preflight.plan(jobSpec, runId, workspace, repair);
    plan.notices().sentences().forEach(output::remark);
    RunEnd end;
    try (RunBar bar = new RunBar(plan, !output.isJson())) {
      end = PipelineRun.run(plan, config, bar);
    }
    return end instanceof RunEnd.Finished finished
        ? tell(finished.record(), workspace)
        : tell(plan, ((RunEnd.Submitted) end).jobId());
  }

  private int tell(JsonNode record, Workspace workspace) {
    if (output.isJson()) {
      output.object(record);
    } else {
      output.text("%s", RunSummary.of(record, workspace.output().toString()));
    }
    return exitCode(record);
  }

  private int tell(RunPlan plan, Optional<String> jobId) {
    if (output.isJson()) {
      output.object(
          Json.object()
              .put("schema_version", SUBMISSION_VERSION)
              .put("run_id", plan.runId())
              .put("job_id", jobId.orElse(null))
              .put("output", plan.output())
              .put("store", plan.store()));
    } else {
      output.text(
          "submitted run %s as job %s%noutputs   %s%n",
          plan.runId(), jobId.orElse("that Flink names above"), plan.output());
    }
    return ExitCode.OK;
  }

  private JobSpec load(String spec, SpecOverlay overlay) throws SpecException {
    job.lay(overlay);
    return JobSpec.load(spec, overlay.json());
  }

  private static Workspace workspace(JobSpec job, String runId) {
    return Workspace.of(job.store(), job.output(), runId, System.getenv());
  }

  private static int exitCode(JsonNode record) {
    return switch (RunRecord.Status.ofWireName(record.get("status").asText())) {
      case OK -> ExitCode.OK;
      case INCOMPLETE -> ExitCode.INCOMPLETE;
      case OVER_BUDGET -> ExitCode.OVER_BUDGET;
      case SERVER_GONE, MODEL_CHANGED -> ExitCode.FAILED;
      case NOT_RESTORED -> ExitCode.NOT_RESTORED;
    };
  }
}
