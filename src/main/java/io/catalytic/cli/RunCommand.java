package io.catalytic.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code run JOB.yaml}: a job as its file says, flags laid over it. */
@Command(name = "run", description = "Run a job spec. Flags are laid over it.")
final class RunCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "JOB",
      description = "A built-in job by its name, as codebase-analysis, or a YAML file.")
  private String job = "";

  @Option(
      names = "--domain",
      paramLabel = "DIR",
      description = "The directory to analyse, or s3://bucket/prefix, in place of the job's own.")
  private @Nullable String domain;

  @Mixin private final JobRunner runner = new JobRunner();

  @Mixin private final FileOptions files = new FileOptions();

  @Override
  public Integer call() throws Exception {
    SpecOverlay overlay = new SpecOverlay();
    overlay.text(domain, "domain");
    return runner.run(job, overlay, files);
  }
}
