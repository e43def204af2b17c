package io.catalytic.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catalytic.digest.Json;
import java.io.PrintWriter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What a command prints, for people or for machines: an option that every command has. */
final class Output {
  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec command;

  @Option(names = "--json", description = "Print JSON, one object a line.")
  private boolean json;

  /** Returns whether machines read it. */
  boolean isJson() {
    return json;
  }

  /** Prints one object. */
  void object(JsonNode object) {
    out().println(Json.write(object));
  }

  /** Prints one object that ends with an array, whose elements are made one after another. */
  void object(ObjectNode object, String array, Iterable<ObjectNode> elements) {
    String head = Json.write(object);
    out().print(head.substring(0, head.length() - 1) + ",\"" + array + "\":[");
    String between = "";
    for (ObjectNode element : elements) {
      out().print(between + Json.write(element));
      between = ",";
    }
    out().println("]}");
  }

  /** Prints text for people; as {@link String#format}. */
  void text(String format, Object... args) {
    out().printf(Locale.ROOT, format, args);
  }

  /** Prints a remark that is no result. */
  void remark(String text) {
    given().commandLine().getErr().println("catalytic: " + text);
  }

  /** Prints why something failed, that is not the end. */
  void failure(Exception reason) {
    int unused = Failures.report(reason, given().commandLine().getErr());
  }

  /** Has everything printed that was given so far. */
  void flush() {
    out().flush();
  }

  private PrintWriter out() {
    return given().commandLine().getOut();
  }

  private CommandSpec given() {
    if (command == null) {
      throw new IllegalStateException("picocli sets the command before it calls it");
    }
    return command;
  }
}
