package io.catalytic.cli;

import io.catalytic.job.Workspace;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the store is: an option that most commands share. */
final class StoreOption {
  @Option(
      names = "--store",
      paramLabel = "DIR|URI",
      description = {
        "The store: a directory, s3://bucket/folder, gs://bucket/folder, or",
        "hdfs://host:port/folder (see the README for their variables);",
        "by default $$CATALYTIC_STORE, else .catalytic/store."
      })
  private @Nullable String store;

  Optional<String> given() {
    return Optional.ofNullable(store);
  }

  /** Returns where things are for a command without outputs of its own. */
  Workspace workspace() {
    return Workspace.withoutOutput(given(), System.getenv());
  }
}
