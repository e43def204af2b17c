package io.catalytic.cli;

import io.catalytic.domain.DirectoryContents;
import io.catalytic.domain.Domain;
import io.catalytic.job.Workspace;
import io.catalytic.store.ContentSource;
import io.catalytic.store.FsckOptions;
import io.catalytic.store.FsckReport;
import io.catalytic.store.ObjectStore;
import io.catalytic.store.StoreLocation;
import io.catalytic.store.Stores;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code store fsck}: whether a store is whole, and making it so. */
@Command(
    name = "fsck",
    description = {
      "Check every blob, pack and ref of the store, and all that the refs need.",
      "As every read does, it moves what is corrupt to the store's quarantine, where it stays until"
          + " you delete it; where that can't be done, as on a read-only disk, it says so. It may"
          + " run while others write.",
      "A line for each finding, then a summary. The exit code is 0 if the store is whole, or was"
          + " made so with --repair; 5 if there is damage, or was and nobody asked for a repair; 1"
          + " if none was found but something could not be read; 2 if there is no store."
    })
final class FsckCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec command;

  @Mixin private final Output output = new Output();

  @Mixin private final StoreOption store = new StoreOption();

  @Option(
      names = "--repair",
      description =
          "Put blobs back that are missing, from the directories of --from and from what lies in"
              + " the store's quarantine under a wrong name.")
  private boolean repair;

  @Option(
      names = "--from",
      paramLabel = "DIR",
      description =
          "With --repair: a directory whose files may be the missing blobs; may be given more than"
              + " once. It is only read; links are not followed.")
  private List<Path> from = new ArrayList<>();

  @Option(
      names = "--max-missing",
      paramLabel = "N",
      description =
          "Most missing blobs that are held in memory, some 200 bytes each; those beyond are named,"
              + " but not looked for. By default ${DEFAULT-VALUE}.")
  private int maxMissing = FsckOptions.DEFAULT_MAX_MISSING;

  @Override
  public Integer call() throws IOException {
    if (maxMissing < 1) {
      throw new IllegalArgumentException("--max-missing: at least 1; got " + maxMissing);
    }
    Workspace workspace = store.workspace();
    FsckOptions options = new FsckOptions(checkedRepair(), maxMissing, sources(workspace));
    try (ObjectStore objects = Stores.openExisting(workspace.store())) {
      FsckLines lines = new FsckLines(output);
      FsckReport report = objects.fsck(options, lines::finding);
      lines.report(report);
      return switch (report.status()) {
        case CLEAN, HEALED -> ExitCode.OK;
        case UNREADABLE -> ExitCode.FAILED;
        case DAMAGED -> ExitCode.NOT_RESTORED;
      };
    }
  }

  private boolean checkedRepair() {
    if (!repair && !from.isEmpty() && command != null) {
      throw new CommandLine.ParameterException(
          command.commandLine(), "--from is for a repair: give --repair too");
    }
    return repair;
  }

  private List<ContentSource> sources(Workspace workspace) throws IOException {
    List<Path> ofStore = StoreLocation.parse(workspace.store()).directory().stream().toList();
    List<ContentSource> sources = new ArrayList<>();
    for (Path directory : from) {
      sources.add(new DirectoryContents(Domain.of(directory, ofStore)));
    }
    return sources;
  }
}
