package io.catalytic.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Flags of a job on the files of a directory: which ones, what is asked, what is done with it. */
final class FileOptions {
  @Option(
      names = "--include",
      paramLabel = "GLOB",
      description = "Analyse only files that match; may be given more than once.")
  private @Nullable List<String> include;

  @Option(
      names = "--exclude",
      paramLabel = "GLOB",
      description = "Do not analyse files that match; stronger than --include.")
  private @Nullable List<String> exclude;

  @Option(names = "--no-gitignore", description = "Analyse also what .gitignore files leave out.")
  private boolean noGitignore;

  @Option(names = "--no-ignore", description = "Analyse also what .ignore files leave out.")
  private boolean noIgnore;

  @Option(
      names = "--max-file-size",
      paramLabel = "SIZE",
      converter = SizeConverter.class,
      description = "Largest file that is analysed, as 4194304 or 4M; by default 4M, at most 1G.")
  private @Nullable Long maxFileSize;

  @Option(
      names = "--instruction",
      paramLabel = "NAME|FILE",
      description =
          "What is asked: a built-in instruction (see instruction list) or a file of your own; by"
              + " default extract_structure.")
  private @Nullable String instruction;

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

  /** Lays the flags that were given over a job spec. */
  void lay(SpecOverlay overlay) {
    overlay.texts(include, "include");
    overlay.texts(exclude, "exclude");
    overlay.off(noGitignore, "use_gitignore");
    overlay.off(noIgnore, "use_ignore");
    overlay.number(maxFileSize, "max_file_size");
    overlay.text(instruction, "instruction", "name");
  }

  boolean isRepair() {
    return repair;
  }

  boolean isDryRun() {
    return dryRun;
  }
}
