package io.catalytic.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.logging.LogManager;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ScopeType;

/** The command {@code catalytic}. */
@Command(
    name = "catalytic",
    description =
        "Analyse a directory of any size with small checked workers,"
            + " and prove that it came back byte for byte.",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    version = "catalytic 0.1.0",
    footer = ExitCode.HELP,
    subcommands = {
      AnalyzeCommand.class,
      RunCommand.class,
      SnapshotCommand.class,
      VerifyCommand.class,
      StoreCommand.class,
      InstructionCommand.class,
    })
public final class Main {
  private Main() {}

  /** Runs the command line and exits with its code. */
  public static void main(String[] args) {
    quietLogging();
    PrintWriter out = new PrintWriter(System.out, false, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    int code = execute(out, err, args);
    out.flush();
    System.exit(code);
  }

  /** Runs the command line; returns its exit code. */
  static int execute(PrintWriter out, PrintWriter err, String... args) {
    return commandLine()
        .setOut(out)
        .setErr(err)
        .setExecutionExceptionHandler((e, command, parsed) -> Failures.report(e, command.getErr()))
        .execute(args);
  }

  /** Returns the whole command line. */
  static CommandLine commandLine() {
    return new CommandLine(new Main());
  }

  /** Warnings of libraries on one line each; a run's own trouble is in its outputs. */
  private static void quietLogging() {
    try (InputStream config = Main.class.getResourceAsStream("logging.properties")) {
      LogManager.getLogManager().readConfiguration(config);
    } catch (IOException e) {
      throw new IllegalStateException("the class path's logging.properties can't be read", e);
    }
  }
}
