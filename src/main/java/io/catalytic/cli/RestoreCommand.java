package io.catalytic.cli;

import io.catalytic.domain.Domain;
import io.catalytic.domain.SnapshotIndex;
import io.catalytic.job.Workspace;
import io.catalytic.restore.RestoreOptions;
import io.catalytic.restore.RestorePlan;
import io.catalytic.restore.RestoreReport;
import io.catalytic.restore.Restorer;
import io.catalytic.store.ObjectStore;
import io.catalytic.store.Stores;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code restore ROOT DIR}: puts a directory back, and proves it. */
@Command(
    name = "restore",
    description = {
      "Put a directory, new or not, back into the state that has this root, and prove it.",
      "Only what differs is changed: contents, modes, links, missing and surplus paths, each by a"
          + " rename of a whole new file. At the end everything is read again; if the root is not"
          + " that of the snapshot: exit code 5, and every path that differs.",
      "The snapshot must have been taken with --content. Not restored: modification times, owners,"
          + " extended attributes; hard links become files of their own, sparse files dense. Files"
          + " belong to who restores, a setuid file too: restored by root, it runs as root.",
      "If it fails or is killed, the same call goes on. What it left is removed then"
          + " (.catalytic-restore-… in the directory)."
    })
final class RestoreCommand implements Callable<Integer> {
  @Mixin private final Output output = new Output();

  @Parameters(
      index = "0",
      paramLabel = "ROOT",
      description = "The root of a snapshot or run: 64 hex digits, or its first ones.")
  private String root = "";

  @Parameters(
      index = "1",
      paramLabel = "DIR",
      description = "The directory; it is made if it is not there.")
  private Path directory = Path.of("");

  @Mixin private final StoreOption store = new StoreOption();

  @Option(
      names = "--delete",
      description =
          "Remove the paths that the snapshot does not have. Without it they stay, are listed, and"
              + " the exit code is 5.")
  private boolean delete;

  @Option(
      names = "--dry-run",
      description =
          "Tell what would be done to each path, and do nothing; exit code 5 if the directory would"
              + " not have the root then.")
  private boolean dryRun;

  @Override
  public Integer call() throws IOException {
    if (directory.toString().isEmpty()) {
      // As from a variable that is not set: not to be taken for the current directory.
      throw new IllegalArgumentException("DIR is empty; the current directory is .");
    }
    Workspace workspace = store.workspace();
    Domain domain = Domain.at(directory, workspace.own());
    RestoreOutput lines = new RestoreOutput(output, domain.directory());
    try (ObjectStore objects = Stores.openExisting(workspace.store())) {
      SnapshotIndex.Known snapshot = find(objects);
      if (dryRun) {
        RestorePlan plan = watched(objects, restorer -> restorer.plan(domain, snapshot));
        lines.print(plan, snapshot.root());
        return plan.restores() ? ExitCode.OK : ExitCode.NOT_RESTORED;
      }
      RestoreReport report = watched(objects, restorer -> restorer.restore(domain, snapshot));
      lines.print(report);
      return report.restored() ? ExitCode.OK : ExitCode.NOT_RESTORED;
    }
  }

  private interface Work<T> {
    T with(Restorer restorer) throws IOException;
  }

  /** Shows progress while something is done. */
  private <T> T watched(ObjectStore objects, Work<T> work) throws IOException {
    RestoreOptions options = RestoreOptions.DEFAULT.deleting(delete);
    try (RestoreProgress progress = new RestoreProgress(!output.isJson())) {
      return work.with(new Restorer(objects, options, progress));
    }
  }

  private SnapshotIndex.Known find(ObjectStore objects) throws IOException {
    SnapshotIndex.Known snapshot = new SnapshotIndex(objects).named(root);
    if (!snapshot.contents()) {
      output.remark(
          "this snapshot was taken without --content: only what the store has for other reasons can"
              + " be put back");
    }
    return snapshot;
  }
}
