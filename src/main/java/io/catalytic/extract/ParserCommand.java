package io.catalytic.extract;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * How a parser's process is started.
 *
 * <p>Each has a directory of its own for temporary files: native libraries are unpacked there, and
 * a process that crashes leaves them behind. The parent removes it when the process has ended; the
 * process itself does if the parent is gone first.
 */
final class ParserCommand {
  /** For the longest code in JSON, as text and as bytes, and its answer; trees are not in it. */
  private static final String HEAP = "-Xmx512m";

  private static final List<String> OPTIONS =
      List.of(
          HEAP,
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-Xshare:auto",
          "-XX:-UsePerfData",
          "-XX:+ExitOnOutOfMemoryError",
          // A crash is told by its exit code: no report, in the directory where the user is.
          "-XX:+SuppressFatalErrorMessage",
          "-XX:-CreateCoredumpOnCrash",
          // Standard output is for frames.
          "-XX:+DisplayVMOutputToStderr");

  /** Options meant for the parent, as a debugger's port, would keep the process from starting. */
  private static final List<String> PARENTS_OPTIONS =
      List.of("JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "JDK_JAVA_OPTIONS");

  private final Path java;

  private ParserCommand(Path java) {
    this.java = java;
  }

  /** Returns the command for the Java that this process runs on. */
  static ParserCommand ofThisJava() {
    return new ParserCommand(Path.of(System.getProperty("java.home"), "bin", "java"));
  }

  /** Returns the command for another Java. */
  static ParserCommand of(Path java) {
    return new ParserCommand(java);
  }

  Process start() throws IOException {
    Path scratch = Files.createTempDirectory("catalytic-parser-");
    try {
      ProcessBuilder builder = new ProcessBuilder(line(scratch));
      builder.environment().keySet().removeAll(PARENTS_OPTIONS);
      Process process = builder.start();
      var unused = process.onExit().thenRun(() -> remove(scratch));
      return process;
    } catch (IOException e) {
      remove(scratch);
      throw e;
    }
  }

  private List<String> line(Path scratch) {
    List<String> line = new ArrayList<>();
    line.add(java.toString());
    line.addAll(OPTIONS);
    line.add("-Djava.io.tmpdir=" + scratch);
    line.add("-cp");
    line.add(classPath());
    line.add(ParserMain.class.getName());
    line.add(scratch.toString());
    return line;
  }

  /**
   * This process's own, and where this class is from: a runner's workers load it from elsewhere.
   */
  private static String classPath() {
    String own = System.getProperty("java.class.path", "");
    CodeSource source = ParserCommand.class.getProtectionDomain().getCodeSource();
    if (source == null || source.getLocation() == null) {
      return own;
    }
    try {
      URI place = source.getLocation().toURI();
      return place.getScheme().equals("file") ? own + File.pathSeparator + Path.of(place) : own;
    } catch (URISyntaxException e) {
      return own;
    }
  }

  private static void remove(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    } catch (IOException | UncheckedIOException e) {
      // It is gone, or stays: a few temporary files, whose names no one takes again.
    }
  }
}
