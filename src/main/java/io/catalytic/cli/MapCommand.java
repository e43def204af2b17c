package io.catalytic.cli;

import io.catalytic.job.JobSpec;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code map INSTRUCTION INPUTS.jsonl}: an instruction on inputs that are not files. */
@Command(
    name = "map",
    description = {
      "Follow an instruction on each of many inputs.",
      "Line n of results.jsonl, counted without blank lines, is about input n; its path is the"
          + " input's line number."
    })
final class MapCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "INSTRUCTION",
      description = "A built-in instruction (see instruction list) or a file of your own.")
  private String instruction = "";

  @Parameters(
      paramLabel = "INPUTS",
      description =
          "A file with one JSON object a line, each an input of the instruction; - for standard"
              + " input, which is kept beside the run's files.")
  private String inputs = "";

  @Option(
      names = "--max-input-size",
      paramLabel = "SIZE",
      converter = SizeConverter.class,
      description = "Longest line that is taken, as 4194304 or 4M; by default 4M, at most 1G.")
  private @Nullable Long maxInputSize;

  @Mixin private final JobRunner runner = new JobRunner();

  @Override
  public Integer call() throws Exception {
    SpecOverlay overlay = new SpecOverlay();
    overlay.text(instruction, "instruction", "name");
    overlay.text(inputs, "inputs");
    overlay.number(maxInputSize, "max_file_size");
    return runner.run(JobSpec.MAIN_JOB, overlay, false);
  }
}
