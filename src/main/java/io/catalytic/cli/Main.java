package io.catalytic.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
      MapCommand.class,
      SnapshotCommand.class,
      VerifyCommand.class,
      ValidateCommand.class,
      DiffCommand.class,
      ProveCommand.class,
      CheckProofCommand.class,
      RestoreCommand.class,
      ExecCommand.class,
      StoreCommand.class,
      InstructionCommand.class,
      ContextCommand.class,
    })
public final class Main {
  private Main() {}

  /** Runs the command line and exits with its code. */
  public static void main(String[] args) {
    quietLogging();
    // Not System.out, which keeps quiet about a disk that is full.
    PrintWriter out =
        new PrintWriter(
            new OutputStreamWriter(
                new FileOutputStream(FileDescriptor.out), StandardCharsets.UTF_8));
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    int code = isHereText(err) ? execute(out, err, args) : ExitCode.BAD_INPUT;
    if (out.checkError() && code == ExitCode.OK) {
      err.println("catalytic: standard output could not be written: what it has is cut");
      code = ExitCode.FAILED;
    }
    System.exit(code);
  }

  /** The JVM takes a current directory that is not UTF-8 for another one, and would make that. */
  private static boolean isHereText(PrintWriter err) {
    Path here = Path.of("").toAbsolutePath();
    boolean text = here.toString().indexOf('\uFFFD') < 0 || Files.isDirectory(here);
    if (!text) {
      err.println(
          "catalytic: the current directory's path is not UTF-8, so that relative paths lead"
              + " nowhere: "
              + here
              + "; start from another directory");
    }
    return text;
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
