package io.catalytic.cli;

import io.catalytic.job.JobSpec;
import io.catalytic.job.Workspace;
import io.catalytic.pipeline.CatalyticSwarm;
import java.io.IOException;
import java.nio.file.Path;

/** Inputs that come over standard input: a run reads them more than once, so they are kept. */
final class GivenInputs {
  /** In place of a file's name. */
  static final String STANDARD_INPUT = "-";

  private GivenInputs() {}

  /** Returns the job with the file that standard input was written to, if it asks for that. */
  static JobSpec kept(JobSpec job, Workspace workspace) throws IOException {
    if (job.inputs().filter(STANDARD_INPUT::equals).isEmpty()) {
      return job;
    }
    Path beside = CatalyticSwarm.inputsBeside(workspace.output());
    NewFile.write(System.in, beside);
    return job.withInputs(beside.toString());
  }
}
