package io.catalytic.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catalytic.digest.Json;
import io.catalytic.run.validation.RunFinding;
import io.catalytic.run.validation.RunFinding.Kind;
import io.catalytic.run.validation.RunValidator;
import io.catalytic.run.validation.ValidationOptions;
import io.catalytic.run.validation.ValidationReport;
import io.catalytic.store.ObjectStore;
import io.catalytic.store.Stores;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code validate RUN_DIR}: whether a finished run still is what it was. */
@Command(
    name = "validate",
    description = {
      "Verify a finished run again, from its outputs and the store alone.",
      "Each file is compared with what the run wrote, and what the files say with each other: their"
          + " schemas, every answer, the counts, the roots. A line for each finding; what could not"
          + " be looked into is one too.",
      "The exit code is 0 if nothing is wrong; 5 if anything is; 2 if there is no such run directory"
          + " or no store; 1 if a file or the store can't be read. Nothing is signed: who can write to"
          + " the store as well can forge a run."
    })
final class ValidateCommand implements Callable<Integer> {
  private static final String VERSION = "1.0";

  @Mixin private final Output output = new Output();

  @Parameters(paramLabel = "RUN_DIR", description = "The run's outputs, as .catalytic/runs/RUN_ID.")
  private Path directory = Path.of("");

  @Mixin private final StoreOption store = new StoreOption();

  @Option(
      names = "--max-findings",
      paramLabel = "N",
      description =
          "Most findings that are listed; the others are counted. By default ${DEFAULT-VALUE}.")
  private int maxFindings = ValidationOptions.DEFAULT_MAX_FINDINGS;

  @Option(
      names = "--max-line",
      paramLabel = "SIZE",
      converter = SizeConverter.class,
      description =
          "Most bytes of one line, or of run.json or proof.json, that are held in memory, at most 1G;"
              + " what is longer is a finding. By default ${DEFAULT-VALUE}.")
  private long maxLine = ValidationOptions.DEFAULT_MAX_HELD;

  @Override
  public Integer call() throws IOException {
    ValidationOptions options = new ValidationOptions(maxFindings, maxLine);
    ValidationReport report;
    try (ObjectStore objects = Stores.openExisting(store.workspace().store())) {
      report = RunValidator.validate(directory, objects, options);
    }
    if (output.isJson()) {
      output.object(toJson(report));
    } else {
      print(report);
    }
    return report.isValid() ? ExitCode.OK : ExitCode.NOT_RESTORED;
  }

  private void print(ValidationReport report) {
    for (RunFinding finding : report.findings()) {
      output.text("%-13s %s: %s%n", finding.kind().wireName(), finding.where(), finding.what());
    }
    long more = report.total() - report.findings().size();
    if (more > 0) {
      output.text("and %,d more; list them with --max-findings %d%n", more, report.total());
    }
    output.text(
        "%s: %s; %,d lines, %,d bytes, %,d answers read again%s%n",
        directory,
        report.isValid() ? "valid" : String.format("NOT VALID, %,d findings", report.total()),
        report.lines(),
        report.bytes(),
        report.answers(),
        report.root().map(root -> "; root " + root).orElse(""));
  }

  private ObjectNode toJson(ValidationReport report) {
    ObjectNode json =
        Json.object()
            .put("schema_version", VERSION)
            .put("run_dir", directory.toString())
            .put("run_id", report.runId().orElse(null))
            .put("valid", report.isValid())
            .put("lines", report.lines())
            .put("bytes", report.bytes())
            .put("answers", report.answers())
            .put("root", report.root().orElse(null));
    ObjectNode found = json.putObject("found");
    for (Kind kind : Kind.values()) {
      found.put(kind.wireName(), report.counts().get(kind));
    }
    json.put("total", report.total());
    ArrayNode findings = json.putArray("findings");
    for (RunFinding finding : report.findings()) {
      ObjectNode line = findings.addObject();
      line.put("kind", finding.kind().wireName()).put("file", finding.file());
      finding
          .line()
          .ifPresentOrElse(number -> line.put("line", number), () -> line.putNull("line"));
      line.put("pointer", finding.pointer().orElse(null)).put("what", finding.what());
    }
    return json;
  }
}
