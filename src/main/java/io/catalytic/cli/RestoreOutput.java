package io.catalytic.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catalytic.digest.Json;
import io.catalytic.domain.Difference;
import io.catalytic.domain.RawPath;
import io.catalytic.domain.RawPathText;
import io.catalytic.domain.Refused;
import io.catalytic.merkle.Root;
import io.catalytic.restore.RestorePlan;
import io.catalytic.restore.RestoreReport;
import io.catalytic.restore.Step;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Prints what a restoration would do, or did. */
final class RestoreOutput {
  private static final String VERSION = "1.0";
  private static final List<String> VERBS = List.of("create", "replace", "mode", "remove", "leave");

  private final Output output;
  private final String directory;

  RestoreOutput(Output output, String directory) {
    this.output = output;
    this.directory = directory;
  }

  /** Prints each step, and the sum. */
  void print(RestorePlan plan, Root expected) {
    plan.steps().forEach(this::print);
    for (RawPath path : new TreeSet<>(plan.closed())) {
      output.remark(shown(path) + " can't be listed now: what is in it is not known yet");
    }
    if (output.isJson()) {
      output.object(summary(true, plan.restores(), expected, plan));
      return;
    }
    printCounts(plan, "from the store");
    output.text("nothing was done: this was a dry run%n");
  }

  private void print(Step step) {
    if (!output.isJson()) {
      String reason = step instanceof Step.Leave leave ? ": " + leave.reason() : "";
      output.text("%-8s %s%s%n", step.verb(), shown(step.path()), reason);
      return;
    }
    ObjectNode line = Json.object().put("schema_version", VERSION).put("type", "step");
    line.put("step", step.verb());
    RawPathText.put(line, step.path());
    if (step instanceof Step.Put put) {
      line.put("bytes", put.entry().content().size());
    } else if (step instanceof Step.Leave leave) {
      line.put("reason", leave.reason());
    }
    output.object(line);
  }

  /** Prints what was done, and all that is not as it should be. */
  void print(RestoreReport report) {
    if (output.isJson()) {
      output.object(json(report));
      return;
    }
    Map<RawPath, String> reasons = reasons(report);
    for (Difference difference : report.differences()) {
      String fields =
          difference.fields().isEmpty() ? "" : " (" + String.join(", ", difference.fields()) + ")";
      RawPath path = difference.path();
      String reason = reasons.getOrDefault(path, "");
      output.text("%-8s %s%s%s%n", difference.change().wireName(), shown(path), fields, reason);
    }
    for (Refused refused : report.refused()) {
      output.text(
          "%-8s %s%s%n",
          "refused",
          shown(refused.path()),
          reasons.getOrDefault(refused.path(), ": " + refused.reason()));
    }
    printCounts(report.plan(), "from the store");
    Root expected = report.expected();
    if (report.restored()) {
      output.text(
          "restored  yes: %,d entries, %,d bytes, root %s%n",
          expected.entries(), expected.fileBytes(), expected.hash());
    } else {
      String found = report.found().map(root -> "its root is " + root.hash()).orElse("it has none");
      output.text("restored  NO: %s differs, %s%n", directory, found);
    }
  }

  /** Why a path was not changed. */
  private static Map<RawPath, String> reasons(RestoreReport report) {
    Map<RawPath, String> reasons = new HashMap<>();
    for (Step step : report.plan().steps()) {
      if (step instanceof Step.Leave leave) {
        reasons.put(leave.path(), ": " + leave.reason());
      }
    }
    report.disturbed().forEach(path -> reasons.put(path.path(), ": " + path.reason()));
    return reasons;
  }

  private void printCounts(RestorePlan plan, String bytes) {
    output.text(
        "%-9s create %,d, replace %,d, mode %,d, remove %,d, leave %,d; %,d bytes %s%n",
        "changes",
        count(plan, "create"),
        count(plan, "replace"),
        count(plan, "mode"),
        count(plan, "remove"),
        count(plan, "leave"),
        plan.bytes(),
        bytes);
  }

  private static long count(RestorePlan plan, String verb) {
    return plan.count(step -> step.verb().equals(verb));
  }

  private ObjectNode json(RestoreReport report) {
    ObjectNode json = summary(false, report.restored(), report.expected(), report.plan());
    report
        .found()
        .ifPresentOrElse(
            root -> json.put("found_root", root.hash().hex()), () -> json.putNull("found_root"));
    ArrayNode differences = json.putArray("differences");
    report.differences().forEach(difference -> differences.add(difference.toJson()));
    putAll(json.putArray("refused"), report.refused());
    putAll(json.putArray("disturbed"), report.disturbed());
    return json;
  }

  private static void putAll(ArrayNode array, List<Refused> paths) {
    for (Refused refused : paths) {
      ObjectNode path = array.addObject();
      RawPathText.put(path, refused.path());
      path.put("reason", refused.reason());
    }
  }

  private static ObjectNode summary(
      boolean dryRun, boolean restored, Root expected, RestorePlan plan) {
    ObjectNode json =
        Json.object()
            .put("schema_version", VERSION)
            .put("type", "report")
            .put("dry_run", dryRun)
            .put("restored", restored)
            .put("root", expected.hash().hex())
            .put("entries", expected.entries())
            .put("bytes", expected.fileBytes());
    ObjectNode steps = json.putObject("steps");
    VERBS.forEach(verb -> steps.put(verb, count(plan, verb)));
    return json.put("bytes_from_store", plan.bytes());
  }

  private static String shown(RawPath path) {
    return path.isRoot() ? "." : path.display();
  }
}
