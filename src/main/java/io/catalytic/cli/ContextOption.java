package io.catalytic.cli;

import io.catalytic.context.CatalyticContext;
import io.catalytic.store.ObjectStore;
import picocli.CommandLine.Option;

/** Which context is meant: an option of the commands that are about one. */
final class ContextOption {
  @Option(
      names = "--name",
      paramLabel = "CONTEXT",
      defaultValue = "default",
      description = "The context; by default \"${DEFAULT-VALUE}\".")
  private String name = "default";

  /** Returns its name. */
  String name() {
    return name;
  }

  CatalyticContext open(ObjectStore store) {
    return CatalyticContext.open(store, name);
  }
}
