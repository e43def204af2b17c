package io.catalytic.exec;

import com.google.common.base.Splitter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The processes of one exec's command, wherever they have gone.
 *
 * <p>Known by {@value #VARIABLE} in their environment: the ids of all execs that they run in,
 * separated by spaces. Another user's, as of a setuid program, can't be seen unless by root.
 *
 * @param id the exec's
 */
record CommandProcesses(String id) {
  static final String VARIABLE = "CATALYTIC_EXEC";

  /** How long to wait for what was killed: only the system itself can hold it up. */
  private static final Duration KILLED = Duration.ofSeconds(10);

  private static final long POLL_MILLIS = 20;
  private static final String ASSIGNMENT = VARIABLE + "=";

  /** Marks the environment of a process that is to be started. */
  void mark(Map<String, String> environment) {
    environment.merge(VARIABLE, id, (outer, own) -> outer + " " + own);
  }

  /** Returns those that live. */
  Set<ProcessHandle> living() throws IOException {
    Set<ProcessHandle> living = new HashSet<>();
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[1-9]*")) {
      for (Path process : processes) {
        if (isMarked(process)) {
          Optional<ProcessHandle> handle =
              ProcessHandle.of(Long.parseLong(process.getFileName().toString()));
          handle.ifPresent(living::add);
        }
      }
    }
    living.remove(ProcessHandle.current());
    return living;
  }

  private boolean isMarked(Path process) {
    String environment;
    try {
      environment =
          new String(Files.readAllBytes(process.resolve("environ")), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return false; // gone meanwhile, or another user's
    }
    for (String variable : Splitter.on('\0').split(environment)) {
      if (variable.startsWith(ASSIGNMENT)) {
        return List.of(variable.substring(ASSIGNMENT.length()).split(" ")).contains(id);
      }
    }
    return false;
  }

  /**
   * Ends them: asks with SIGTERM, and kills what is still there after the grace.
   *
   * @param known processes that are to be ended too, with all that descend from them, be they
   *     marked or not
   * @return how many marked ones there were at first
   * @throws IOException if some can't be killed
   */
  int end(Duration grace, Set<ProcessHandle> known) throws IOException, InterruptedException {
    int found = living().size();
    Set<ProcessHandle> tree = new HashSet<>(known);
    if (!isGoneWithin(grace, tree, false) && !isGoneWithin(KILLED, tree, true)) {
      throw new IOException(
          "processes of the command can't be killed: "
              + living(tree).stream().map(ProcessHandle::pid).toList()
              + "; end them, then call exec --recover");
    }
    return found;
  }

  /** Each is told once, and each new one too. */
  private boolean isGoneWithin(Duration patience, Set<ProcessHandle> tree, boolean kill)
      throws IOException, InterruptedException {
    Set<ProcessHandle> told = new HashSet<>();
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      Set<ProcessHandle> living = living(tree);
      for (ProcessHandle process : living) {
        if (told.add(process)) {
          boolean unused = kill ? process.destroyForcibly() : process.destroy();
        }
      }
      if (living.isEmpty()) {
        return true;
      }
      if (System.nanoTime() - deadline >= 0) {
        return false;
      }
      Thread.sleep(POLL_MILLIS);
    }
  }

  /** Returns those that live, and those of a tree, which new ones are added to. */
  private Set<ProcessHandle> living(Set<ProcessHandle> tree) throws IOException {
    for (ProcessHandle process : List.copyOf(tree)) {
      process.descendants().forEach(tree::add);
    }
    Set<ProcessHandle> living = living();
    for (ProcessHandle process : tree) {
      if (process.isAlive() && !isOver(process)) {
        living.add(process);
      }
    }
    return living;
  }

  private static boolean isOver(ProcessHandle process) throws IOException {
    return ProcessStat.of(process.pid()).filter(stat -> !stat.isOver()).isEmpty();
  }
}
