package io.catalytic.cli;

import io.catalytic.digest.Json;
import io.catalytic.store.ObjectStore;
import io.catalytic.store.Stores;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code store refs}: what keeps blobs alive. */
@Command(
    name = "refs",
    description = "List the named records that keep blobs alive: snapshots, runs, execs, contexts.")
final class RefsCommand implements Callable<Integer> {
  @Mixin private final StoreOption store = new StoreOption();
  @Mixin private final Output output = new Output();

  @Parameters(
      arity = "0..1",
      paramLabel = "PARENT",
      defaultValue = "",
      description = "Only those under this name, as roots or runs.")
  private String parent = "";

  @Override
  public Integer call() throws IOException {
    try (ObjectStore objects = Stores.openExisting(store.workspace().store())) {
      for (String name : objects.refs().list(parent)) {
        if (output.isJson()) {
          output.object(Json.object().put("ref", name));
        } else {
          output.text("%s%n", name);
        }
      }
    }
    return ExitCode.OK;
  }
}
