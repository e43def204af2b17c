package io.catalytic.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.catalytic.digest.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Runs commands, one after another, in a process of its own with a heap of 256 MiB. What one of
 * them leaves on the heap is the next one's trouble.
 */
final class SmallJvm implements AutoCloseable {
  private final Path err;
  private final Process process;
  private final Writer words;
  private final BufferedReader results;

  /** Starts it; its log goes into a directory. */
  SmallJvm(Path temp) throws IOException {
    err = temp.resolve("stderr");
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+ExitOnOutOfMemoryError", // or threads that are left would keep it waiting
                "-cp",
                System.getProperty("java.class.path"),
                SmallJvm.class.getName())
            .redirectError(err.toFile())
            .start();
    words = process.outputWriter(StandardCharsets.UTF_8);
    results = process.inputReader(StandardCharsets.UTF_8);
  }

  /** Runs a command; returns what it printed. */
  String run(int expected, Object... args) throws IOException {
    ArrayNode line = Json.object().arrayNode();
    for (Object arg : args) {
      line.add(arg.toString());
    }
    words.write(Json.write(line) + "\n");
    words.flush();
    String result = results.readLine();
    assertThat(result).as("%s: %s", line, Files.readString(err)).isNotNull();
    JsonNode ended = Json.parse(result);
    return new Cli(ended.get("code").asInt(), ended.get("out").asText(), ended.get("err").asText())
        .endsWith(expected)
        .out();
  }

  @Override
  public void close() throws IOException {
    words.close();
    int code = process.onExit().join().exitValue();
    assertThat(code).as("%s", Files.readString(err)).isZero();
  }

  /** The process: an array of words a line comes in, and a line with the end of each goes out. */
  public static void main(String[] none) throws IOException {
    PrintStream out = System.out;
    System.setOut(System.err);
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      Object[] args = Json.parse(line).valueStream().map(JsonNode::asText).toArray();
      Cli ended = Cli.run(args);
      out.println(
          Json.write(
              Json.object()
                  .put("code", ended.code())
                  .put("out", ended.out())
                  .put("err", ended.err())));
      out.flush();
    }
    System.exit(0); // as the program does, whatever threads a library has left
  }
}
