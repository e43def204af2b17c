package io.catalytic.exec;

import io.catalytic.domain.Domain;
import io.catalytic.restore.RestoreListener;
import io.catalytic.store.ObjectStore;
import io.catalytic.store.Stores;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A process that runs a command which wrecks its domain, to be killed. */
final class ExecProcess {
  /** Changes something of each kind, says so now and then, and leaves a process behind. */
  private static final String WRECK =
      "exec 2>/dev/null; (setsid sh -c 'while :; do echo more >> d0/e0/small; done' &) ; "
          + "for i in d*/e*; do echo wrecked; rm -r $i; echo new > $i; "
          + "dd if=/dev/zero of=d1/big bs=64k count=8; chmod 700 d2; done; rm -r d3";

  private ExecProcess() {}

  /** The last argument of one that only recovers. */
  static final String RECOVER = "recover";

  /** Runs it: with a store, in a directory. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    System.out.println("start");
    RestoreListener telling =
        new RestoreListener() {
          @Override
          public void begins(Phase phase, long paths, long bytes) {
            System.out.println(phase);
          }
        };
    try (ObjectStore store = Stores.open(arguments[0])) {
      if (arguments[arguments.length - 1].equals(RECOVER)) {
        Recovery.Recovered recovered =
            new Recovery(store, telling, Duration.ofSeconds(1)).recover(List.of());
        System.out.println(recovered);
        return;
      }
      ExecOptions options =
          new ExecOptions(
              List.of("sh", "-c", WRECK),
              List.of(Domain.of(Path.of(arguments[1]), List.of())),
              List.of(),
              true,
              Optional.empty(),
              Duration.ofSeconds(1),
              Map.of(),
              false,
              true);
      String id = "exec-" + System.nanoTime();
      new Exec(store, options, telling, id).run(new Interruption());
    }
  }
}
