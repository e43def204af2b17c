package io.catalytic.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import io.catalytic.run.RunRecord;
import io.catalytic.run.RunSummary;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs a job with flags laid over it: what {@code analyze} and {@code run} have in common. */
final class JobRunner {
  private static final String SUBMISSION_VERSION = "1.0";

  @Mixin private final Output output = new Output();

  @Mixin private final JobOptions job = new JobOptions();

  @Mixin private final RunnerOptions runner = new RunnerOptions();

  @Option(
      names = "--repair",
      description =
          "If the directory did not come back as it was, put it back, and prove that. What it was"
              + " stands in run.json and proof.json.")
  private boolean repair;

  @Option(
      names = "--dry-run",
      description = "Tell what would be analysed and skipped; ask and write nothing.")
  private boolean dryRun;

  /**
   * Runs.
   *
   * @param spec the job's name or file
   * @param domain in place of the job's own, or null
   */
  int run(String spec, @Nullable String domain)
      throws SpecException, IOException, ModelException, InterruptedException {
    ObjectNode overlay = job.overlay();
    if (domain != null) {
      overlay.put("domain", domain);
    }
    JobSpec jobSpec = JobSpec.load(spec, overlay);
    RunnerConfig config = runner.config();
    String runId = RunId.next();
    Workspace workspace = Workspace.of(jobSpec.store(), jobSpec.output(), runId, System.getenv());
    if (dryRun) {
      return new DryRunReport(output).print(jobSpec, workspace);
    }
    RunPlan plan = Preflight.plan(jobSpec, runId, workspace, repair);
    plan.notices().sentences().forEach(output::remark);
    RunEnd end = PipelineRun.run(plan, config);
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
