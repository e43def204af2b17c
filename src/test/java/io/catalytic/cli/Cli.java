package io.catalytic.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.catalytic.digest.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;

/** Runs the command line in this process and keeps what it printed. */
record Cli(int code, String out, String err) {
  static Cli run(Object... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    String[] words = List.of(args).stream().map(Object::toString).toArray(String[]::new);
    int code = Main.execute(new PrintWriter(out), new PrintWriter(err, true), words);
    return new Cli(code, out.toString(), err.toString());
  }

  /** Asserts on the exit code; says what was printed if it is another. */
  Cli endsWith(int expected) {
    assertThat(code).as("exit code; out: %s; err: %s", out, err).isEqualTo(expected);
    return this;
  }

  JsonNode json() {
    return parse(out);
  }

  /** Reads a line that has to be JSON. */
  static JsonNode parse(String line) {
    try {
      return Json.parse(line);
    } catch (IOException e) {
      throw new UncheckedIOException(line, e);
    }
  }
}
