package io.catalytic.extract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/**
 * Compares the worker with Python's own parser, over the standard library of the machine's python3.
 *
 * <p>Over any other directory, all of it: {@code mvn verify -Dit.test=PythonLibraryIT
 * -Dpython.library=DIRECTORY}. Reports how many files a second of processor time took.
 */
class PythonLibraryIT {
  private static final Path SCRIPT = Path.of("src", "test", "python", "compare_ast.py");

  @Test
  void findsWhatPythonsOwnParserFinds(@TempDir Path temp, TestReporter reporter) throws Exception {
    assumeTrue(hasPython(), "there is no python3 on this machine to compare with");
    String chosen = System.getProperty("python.library", "");
    Path library = chosen.isEmpty() ? standardLibrary(temp) : Path.of(chosen).toRealPath();
    Path results = temp.resolve("results.jsonl");

    PythonCorpus.Cost cost =
        PythonCorpus.write(
            library, path -> !chosen.isEmpty() || isStandard(library.relativize(path)), results);
    assertThat(cost.files()).as("Python files under %s", library).isPositive();
    Run comparison =
        chosen.isEmpty()
            ? python(temp, SCRIPT.toString(), "--answered-only", library + "", results + "")
            : python(temp, SCRIPT.toString(), library + "", results + "");

    reporter.publishEntry(
        String.format(
            Locale.ROOT,
            "%d files, %d bytes, %.1f files per CPU second%n%s",
            cost.files(),
            cost.bytes(),
            cost.filesPerCpuSecond(),
            comparison.output));
    assertThat(comparison.exit).as(comparison.output).isZero();
  }

  private static boolean isStandard(Path path) {
    return !path.startsWith("site-packages") && !path.startsWith("dist-packages");
  }

  private static boolean hasPython() throws InterruptedException {
    try {
      Process process = new ProcessBuilder("python3", "--version").start();
      return process.waitFor(1, TimeUnit.MINUTES) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static Path standardLibrary(Path temp) throws IOException, InterruptedException {
    Run run = python(temp, "-c", "import sysconfig; print(sysconfig.get_paths()['stdlib'])");
    assertThat(run.exit).as(run.output).isZero();
    return Path.of(run.output.strip()).toRealPath();
  }

  private record Run(int exit, String output) {}

  private static Run python(Path temp, String... arguments)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile(temp, "python", ".txt");
    String[] command = new String[arguments.length + 1];
    command[0] = "python3";
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    if (!process.waitFor(20, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new AssertionError("python3 did not end within 20 minutes");
    }
    return new Run(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
  }
}
