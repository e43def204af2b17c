package io.catalytic.exec;

import com.google.common.base.Splitter;
import com.google.common.base.Stopwatch;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One run of a command, from its start until none of its processes is left. For one thread. */
final class CommandRun {
  private static final int NOT_FOUND = 127;
  private static final int NOT_EXECUTABLE = 126;

  private final ExecOptions options;
  private final CommandProcesses processes;

  CommandRun(ExecOptions options, String id) {
    this.options = options;
    processes = new CommandProcesses(id);
  }

  /**
   * Runs it.
   *
   * @throws IOException if its processes can't be ended; not if it can't be started
   */
  Ending run(Interruption interruption) throws IOException, InterruptedException {
    try (Orphans orphans = Orphans.begin(options.alone())) {
      Stopwatch watch = Stopwatch.createStarted();
      Process process;
      try {
        process = start();
      } catch (IOException e) {
        return new Ending(
            Ending.How.NOT_STARTED, codeOf(e), watch.elapsed(TimeUnit.MILLISECONDS), 0);
      }
      Optional<Ending.How> cut = await(process, interruption);
      int leftBehind =
          processes.end(
              options.grace(),
              cut.isPresent() ? Set.of(process.toHandle()) : Set.of(),
              orphans::found);
      int code = process.waitFor();
      return new Ending(
          cut.orElse(Ending.How.EXITED),
          code,
          watch.elapsed(TimeUnit.MILLISECONDS),
          cut.isPresent() ? 0 : leftBehind);
    }
  }

  /** The JVM tells the system's number in the message only: 2 is "no such file or directory". */
  private static int codeOf(IOException e) {
    boolean absent =
        e instanceof NoSuchFileException || String.valueOf(e.getMessage()).contains("error=2,");
    return absent ? NOT_FOUND : NOT_EXECUTABLE;
  }

  private Process start() throws IOException {
    List<String> words = new ArrayList<>();
    if (options.outputToError()) {
      requireProgram();
      // Whatever the descriptor is: a file that is opened anew would be written from its beginning.
      words.addAll(List.of("/bin/sh", "-c", "exec \"$@\" >&2", "sh"));
    }
    words.addAll(options.command());
    ProcessBuilder builder =
        new ProcessBuilder(words).directory(options.domains().get(0).path().toFile()).inheritIO();
    Map<String, String> environment = builder.environment();
    environment.putAll(options.environment());
    processes.mark(environment);
    return builder.start();
  }

  /** Finds out what the shell could tell by an exit code only, which may be the command's own. */
  private void requireProgram() throws IOException {
    String name = options.command().get(0);
    Path here = options.domains().get(0).path();
    List<String> places =
        name.contains("/")
            ? List.of("")
            : Splitter.on(':').splitToList(System.getenv().getOrDefault("PATH", ""));
    boolean there = false;
    for (String place : places) {
      Path program = here.resolve(place).resolve(name);
      if (Files.isRegularFile(program) && Files.isExecutable(program)) {
        return;
      }
      there |= Files.exists(program);
    }
    throw there ? new AccessDeniedException(name) : new NoSuchFileException(name);
  }

  /** Returns why it is not to go on; empty if it has ended. */
  private Optional<Ending.How> await(Process process, Interruption interruption)
      throws InterruptedException {
    CompletableFuture<Object> either =
        CompletableFuture.anyOf(process.onExit(), interruption.future());
    try {
      if (options.timeout().isPresent()) {
        either.get(options.timeout().get().toMillis(), TimeUnit.MILLISECONDS);
      } else {
        either.get();
      }
    } catch (TimeoutException e) {
      return Optional.of(Ending.How.TIMED_OUT);
    } catch (ExecutionException e) {
      throw new IllegalStateException("waiting for the command failed", e.getCause());
    }
    return process.isAlive() ? Optional.of(Ending.How.INTERRUPTED) : Optional.empty();
  }
}
