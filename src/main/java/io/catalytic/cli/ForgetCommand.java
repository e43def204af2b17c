package io.catalytic.cli;

import io.catalytic.digest.Json;
import io.catalytic.store.ObjectStore;
import io.catalytic.store.RefDamagedException;
import io.catalytic.store.Refs;
import io.catalytic.store.Stores;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code store forget}: removes refs. */
@Command(
    name = "forget",
    description = {
      "Remove refs. What only they kept alive is removed by store gc.",
      "One that is damaged can be removed too.",
      "A name that is not there is an error (exit code 2), and then none is removed."
    })
final class ForgetCommand implements Callable<Integer> {
  @Mixin private final StoreOption store = new StoreOption();
  @Mixin private final Output output = new Output();

  @Parameters(
      arity = "1..*",
      paramLabel = "REF",
      description = "Whole names, as store refs lists them.")
  private List<String> names = List.of();

  @Override
  public Integer call() throws IOException {
    try (ObjectStore objects = Stores.openExisting(store.workspace().store())) {
      List<String> missing = new ArrayList<>();
      for (String name : names) {
        if (!isThere(objects.refs(), name)) {
          missing.add(name);
        }
      }
      if (!missing.isEmpty()) {
        throw new IllegalArgumentException(
            "there is no ref "
                + String.join(", ", missing)
                + "; nothing was removed (store refs lists those there are)");
      }
      for (String name : names) {
        objects.refs().delete(name);
        if (output.isJson()) {
          output.object(Json.object().put("forgotten", name));
        } else {
          output.text("forgotten  %s%n", name);
        }
      }
    }
    return ExitCode.OK;
  }

  private static boolean isThere(Refs refs, String name) throws IOException {
    try {
      return refs.read(name).isPresent();
    } catch (RefDamagedException e) {
      return true; // to remove it may be the only thing that can be done about it
    }
  }
}
