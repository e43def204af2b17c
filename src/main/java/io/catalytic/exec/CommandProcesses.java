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
import java.util.Set;
import java.util.function.Supplier;

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

  /** A walk through all processes may just miss one. */
  private static final int LOOKS = 2;

  /** How often to look at processes that have no environment yet, before it counts that way. */
  private static final int PATIENT_LOOKS = 100;

  private static final long POLL_MILLIS = 20;
  private static final String ASSIGNMENT = VARIABLE + "=";

  /**
   * The JVM's own program between it and one that it starts. It has no marks yet; if the JVM is
   * killed meanwhile, it goes on.
   */
  private static final String STARTING = "jspawnhelper";

  /** Marks the environment of a process that is to be started. */
  void mark(Map<String, String> environment) {
    environment.merge(VARIABLE, id, (outer, own) -> outer + " " + own);
  }

  /** Returns those that live. */
  Set<ProcessHandle> living() throws IOException {
    return select(this::isMarked);
  }

  private interface Test {
    boolean holds(Path process) throws IOException;
  }

  /** Returns all processes but this that something holds of. */
  private static Set<ProcessHandle> select(Test test) throws IOException {
    Set<ProcessHandle> selected = new HashSet<>();
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[1-9]*")) {
      for (Path process : processes) {
        try {
          if (test.holds(process)) {
            ProcessHandle.of(Long.parseLong(process.getFileName().toString()))
                .ifPresent(selected::add);
          }
        } catch (IOException e) {
          // Gone meanwhile, or another user's.
        }
      }
    }
    selected.remove(ProcessHandle.current());
    return selected;
  }

  private boolean isMarked(Path process) throws IOException {
    for (String variable : Splitter.on('\0').split(text(process.resolve("environ")))) {
      if (variable.startsWith(ASSIGNMENT)) {
        return List.of(variable.substring(ASSIGNMENT.length()).split(" ")).contains(id);
      }
    }
    return false;
  }

  /**
   * Returns whether a program is just being loaded somewhere: it has neither arguments nor an
   * environment yet, and nobody can tell whose it is. On a busy machine that may take a while.
   */
  private static boolean isAnyBeingMade() throws IOException {
    return !select(CommandProcesses::isBeingMade).isEmpty();
  }

  private static boolean isBeingMade(Path process) throws IOException {
    return text(process.resolve("environ")).isEmpty()
        && text(process.resolve("cmdline")).isEmpty()
        && hasProgram(process);
  }

  /** The system's own threads, and what is over, have none. */
  private static boolean hasProgram(Path process) throws IOException {
    return Files.readSymbolicLink(process.resolve("exe")).isAbsolute();
  }

  private static boolean isStarting(Path process) throws IOException {
    return text(process.resolve("comm")).strip().equals(STARTING) && hasProgram(process);
  }

  private static String text(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
  }

  /**
   * Waits until nothing is being started that was when this was called, by whatever JVM: it takes a
   * few milliseconds. Then what a dead exec was about to start has its mark. What takes far longer
   * hangs for reasons of its own, and is not waited for.
   */
  void awaitStarted() throws IOException, InterruptedException {
    Set<ProcessHandle> starting = select(CommandProcesses::isStarting);
    for (int looks = 0; !starting.isEmpty() && looks < PATIENT_LOOKS; looks++) {
      Thread.sleep(POLL_MILLIS);
      starting.retainAll(select(CommandProcesses::isStarting));
    }
  }

  /**
   * Ends them: asks with SIGTERM, and kills what is still there after the grace.
   *
   * @param known processes that are to be ended too, with all that descend from them, be they
   *     marked or not
   * @param more returns others that are to be ended, each time that it is asked
   * @return how many there were at first, but for the known
   * @throws IOException if some can't be killed
   */
  int end(Duration grace, Set<ProcessHandle> known, Supplier<Set<ProcessHandle>> more)
      throws IOException, InterruptedException {
    int found = living(new HashSet<>(more.get())).size();
    Set<ProcessHandle> tree = new HashSet<>(known);
    if (!isGoneWithin(grace, tree, more, false) && !isGoneWithin(KILLED, tree, more, true)) {
      throw new IOException(
          "processes of the command can't be killed: "
              + living(tree).stream().map(ProcessHandle::pid).toList()
              + "; end them, then call exec --recover");
    }
    return found;
  }

  /** Each is told once, and each new one too. */
  private boolean isGoneWithin(
      Duration patience, Set<ProcessHandle> tree, Supplier<Set<ProcessHandle>> more, boolean kill)
      throws IOException, InterruptedException {
    Set<ProcessHandle> told = new HashSet<>();
    long deadline = System.nanoTime() + patience.toNanos();
    int unclear = 0;
    int empty = 0;
    while (empty < LOOKS) {
      tree.addAll(more.get());
      Set<ProcessHandle> living = living(tree);
      for (ProcessHandle process : living) {
        if (told.add(process)) {
          boolean unused = kill ? process.destroyForcibly() : process.destroy();
        }
      }
      if (living.isEmpty() && unclear < PATIENT_LOOKS && isAnyBeingMade()) {
        empty = 0;
        unclear++;
        Thread.sleep(POLL_MILLIS);
      } else if (living.isEmpty()) {
        empty++;
      } else if (System.nanoTime() - deadline >= 0) {
        return false;
      } else {
        empty = 0;
        Thread.sleep(POLL_MILLIS);
      }
    }
    return true;
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
