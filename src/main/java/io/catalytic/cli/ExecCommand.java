package io.catalytic.cli;

import io.catalytic.domain.Domain;
import io.catalytic.exec.Ending;
import io.catalytic.exec.Exec;
import io.catalytic.exec.ExecOptions;
import io.catalytic.exec.ExecReport;
import io.catalytic.exec.Recovery;
import io.catalytic.job.Workspace;
import io.catalytic.restore.RestoreListener;
import io.catalytic.run.RunId;
import io.catalytic.store.ObjectStore;
import io.catalytic.store.Stores;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code exec --domain DIR -- CMD…}: a command in a borrowed directory, which comes back. */
@Command(
    name = "exec",
    description = {
      "Run a command in a directory, and prove that the directory came back; with --repair, put it"
          + " back.",
      "First the whole directory goes into the store. When the command has ended, everything is"
          + " read again: what differs is shown, or put back and proved. What matches --keep stays,"
          + " and is listed with its digests; every other change is refused. A record of all that,"
          + " with the command line, stays in the store (store refs execs).",
      "If this program is killed, or the machine goes down: exec --recover puts the directory back,"
          + " but for what matches --keep, and whoever changed it since. Until then no other exec"
          + " takes it; store forget execs/open/ID gives that up.",
      "The command starts in the first directory, with $$CATALYTIC_DOMAIN (that directory),"
          + " $$CATALYTIC_DOMAINS (all of them, a line each), $$CATALYTIC_STORE, and"
          + " $$CATALYTIC_EXEC (ids of the execs it runs in). Processes of it that outlive it are"
          + " ended, whoever their parent has become. --recover finds them by $$CATALYTIC_EXEC, and"
          + " so not those that cleared their environment.",
      "Standard output is the command's; what this program says goes to standard error. With --json"
          + " its own report goes to standard output, and what the command prints to standard"
          + " error.",
      "Exit code: 5 if the directory is not as it has to be, or that can't be told. If it is, the"
          + " command's own (0 if that is 0): 128 and the signal if one ended it, 124 after"
          + " --timeout, 127 if it was not found, 126 if it could not be started. A command may end"
          + " with 1, 2 or 5 too: the report tells whose it was."
    })
final class ExecCommand implements Callable<Integer> {
  private static final int TIMED_OUT = 124;

  @Mixin private final Output output = new Output();

  @Mixin private final StoreOption store = new StoreOption();

  @Option(
      names = "--domain",
      paramLabel = "DIR",
      description = {
        "A directory to borrow; may be given several times, of directories that do not overlap.",
        "With --recover: only what borrowed it."
      })
  private final List<Path> directories = new ArrayList<>();

  @Option(
      names = "--repair",
      description = "Put back whatever is not to be kept, instead of only showing it.")
  private boolean repair;

  @Option(
      names = "--keep",
      paramLabel = "GLOB",
      description = {
        "Changes of these paths stay: added, changed or removed. May be given several times; as in"
            + " --include: '*.log' at any depth, 'target/' with all in it, 'docs/**/*.html'."
      })
  private final List<String> keep = new ArrayList<>();

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "How long the command may take, as 90s; by default as long as it wants.")
  private @Nullable Duration timeout;

  @Option(
      names = "--grace",
      paramLabel = "TIME",
      defaultValue = "10s",
      converter = DurationConverter.class,
      description = {
        "How long processes have to end after SIGTERM, before SIGKILL; by default"
            + " ${DEFAULT-VALUE}."
      })
  private Duration grace = ExecOptions.DEFAULT_GRACE;

  @Option(
      names = "--show",
      paramLabel = "N",
      defaultValue = "100",
      description = {
        "How many changes to list at most for each directory; by default ${DEFAULT-VALUE}. All are"
            + " counted, and listed in a blob that the record names."
      })
  private int show = 100;

  @Option(
      names = "--store-inside",
      description = {
        "Take a store that lies inside a directory, and is lost with the way back if the command"
            + " removes it; otherwise that is refused."
      })
  private boolean storeInside;

  @Option(
      names = "--recover",
      description = {
        "Run nothing: finish what killed execs began, of this machine, or of any that borrowed a"
            + " --domain. Exit code 1 if some must be left alone, as they live."
      })
  private boolean recover;

  @Parameters(paramLabel = "CMD", description = "The command with its arguments, after --.")
  private final List<String> command = new ArrayList<>();

  @Override
  public Integer call() throws IOException, InterruptedException {
    for (Path directory : directories) {
      if (directory.toString().isEmpty()) {
        throw new IllegalArgumentException("--domain is empty; the current directory is .");
      }
    }
    if (show < 0) {
      throw new IllegalArgumentException("--show is a number of changes; got " + show);
    }
    if (recover) {
      return recover();
    }
    if (directories.isEmpty() || command.isEmpty()) {
      throw new IllegalArgumentException(
          "give --domain DIR and, after --, a command; or --recover");
    }
    refuseLostText();
    return run();
  }

  /** The JVM puts this character in place of what it can't read, and hands on another argument. */
  private void refuseLostText() {
    for (String word : command) {
      if (word.indexOf('\uFFFD') >= 0) {
        throw new IllegalArgumentException(
            "the command's argument "
                + word
                + " is not UTF-8, and could not be handed on as it is; put the command into a"
                + " script");
      }
    }
  }

  private int run() throws IOException, InterruptedException {
    Workspace workspace = store.workspace();
    refuseStoreInside(workspace);
    // The guard outermost: a signal waits until the store is closed, too. The store before the
    // domains are read: its parents may be made in one, and are then part of it.
    try (SignalGuard guard = new SignalGuard();
        ObjectStore objects = Stores.open(workspace.store())) {
      ExecOptions options = options(workspace);
      Exec exec = new Exec(objects, options, RestoreListener.SILENT, RunId.next());
      ExecReport report = exec.run(guard.interruption());
      new ExecOutput(output, show).print(report);
      output.flush();
      return exitCode(report);
    }
  }

  private void refuseStoreInside(Workspace workspace) throws IOException {
    for (Path directory : directories) {
      Domain domain = Domain.of(directory, workspace.own());
      if (!storeInside && !domain.leftOut().isEmpty()) {
        throw new IllegalArgumentException(
            "the store "
                + workspace.store()
                + " lies inside "
                + domain.directory()
                + ": a command that removes it takes the way back with it; name another one by"
                + " --store, or insist by --store-inside");
      }
    }
  }

  private ExecOptions options(Workspace workspace) throws IOException {
    List<Domain> domains = new ArrayList<>();
    for (Path directory : directories) {
      domains.add(Domain.of(directory, workspace.own()));
    }
    Map<String, String> environment =
        Map.of(
            "CATALYTIC_DOMAIN",
            domains.get(0).directory(),
            "CATALYTIC_DOMAINS",
            domains.stream().map(Domain::directory).collect(Collectors.joining("\n")),
            Workspace.STORE_VARIABLE,
            workspace.store());
    return new ExecOptions(
        command,
        domains,
        keep,
        repair,
        Optional.ofNullable(timeout),
        grace,
        environment,
        output.isJson(),
        true);
  }

  private static int exitCode(ExecReport report) {
    if (!report.record().isProven()) {
      return ExitCode.NOT_RESTORED;
    }
    Ending ending = report.record().ending().orElseThrow();
    return ending.how() == Ending.How.TIMED_OUT ? TIMED_OUT : ending.code();
  }

  private int recover() throws IOException, InterruptedException {
    if (repair || timeout != null || !keep.isEmpty() || !command.isEmpty()) {
      throw new IllegalArgumentException(
          "--recover takes no command, --repair, --keep or --timeout: what was given when the exec"
              + " began counts");
    }
    Workspace workspace = store.workspace();
    List<String> named = new ArrayList<>();
    for (Path directory : directories) {
      named.add(Domain.at(directory, workspace.own()).directory());
    }
    try (ObjectStore objects = Stores.openExisting(workspace.store());
        RestoreProgress progress = new RestoreProgress(!output.isJson())) {
      Recovery.Recovered recovered = new Recovery(objects, progress, grace).recover(named);
      new ExecOutput(output, show).print(recovered);
      boolean proven = recovered.finished().stream().allMatch(each -> each.record().isProven());
      if (!proven || !recovered.failed().isEmpty()) {
        return ExitCode.NOT_RESTORED;
      }
      return recovered.left().isEmpty() ? ExitCode.OK : ExitCode.FAILED;
    }
  }
}
