package io.catalytic.cli;

import io.catalytic.job.JobSpec;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code analyze DIR}: the main job on a directory. */
@Command(
    name = "analyze",
    description = {
      "Analyse the files of a directory, and prove that it was restored.",
      "The same as: run codebase-analysis --domain DIR."
    })
final class AnalyzeCommand implements Callable<Integer> {
  @Parameters(paramLabel = "DIR", description = "The directory to analyse, or s3://bucket/prefix.")
  private String directory = "";

  @Mixin private final JobRunner runner = new JobRunner();

  @Mixin private final FileOptions files = new FileOptions();

  @Override
  public Integer call() throws Exception {
    SpecOverlay overlay = new SpecOverlay();
    overlay.text(directory, "domain");
    return runner.run(JobSpec.MAIN_JOB, overlay, files);
  }
}
