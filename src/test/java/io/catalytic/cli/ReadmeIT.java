package io.catalytic.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs what the README shows. */
class ReadmeIT {
  private static final Pattern BLOCK = Pattern.compile("(?s)```sh\n(.*?)```");

  @TempDir private Path temp;

  static Stream<String> blocks() throws IOException {
    return BLOCK.matcher(Files.readString(Path.of("README.md"))).results().map(m -> m.group(1));
  }

  @ParameterizedTest
  @MethodSource("blocks")
  void everyCommandOfTheReadmeWorks(String block) throws Exception {
    ProcessBuilder shell = new ProcessBuilder("bash", "-euo", "pipefail", "-c", block);
    shell.environment().put("CATALYTIC_STORE", temp.resolve("store").toString());
    Path log = temp.resolve("log");
    int code = shell.redirectErrorStream(true).redirectOutput(log.toFile()).start().waitFor();
    assertThat(code).as(Files.readString(log, StandardCharsets.UTF_8)).isZero();
  }
}
