package io.catalytic.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catalytic.digest.Hash;
import io.catalytic.digest.Json;
import io.catalytic.store.Finding;
import io.catalytic.store.FsckReport;
import java.util.StringJoiner;

/**
 * Prints a check of a store: a line for each finding, then one for the whole ({@code
 * schemas/fsck-finding.schema.json}, {@code schemas/fsck-report.schema.json}).
 */
final class FsckLines {
  private static final String VERSION = "1.1";

  private final Output output;

  FsckLines(Output output) {
    this.output = output;
  }

  void finding(Finding finding) {
    if (output.isJson()) {
      output.object(json(finding));
      return;
    }
    String hash = finding.hash().map(name -> " " + name).orElse("");
    String done =
        switch (finding.done()) {
          case LEFT -> "";
          case SET_ASIDE -> " (set aside)";
          case HEALED -> " (healed)";
        };
    output.text(
        "%-10s %s%s: %s%s%n",
        finding.kind().wireName(), finding.where(), hash, finding.what(), done);
  }

  private static ObjectNode json(Finding finding) {
    return Json.object()
        .put("schema_version", VERSION)
        .put("type", "finding")
        .put("kind", finding.kind().wireName())
        .put("where", finding.where())
        .put("hash", finding.hash().map(Hash::hex).orElse(null))
        .put("what", finding.what())
        .put("done", finding.done().wireName());
  }

  void report(FsckReport report) {
    if (output.isJson()) {
      output.object(json(report));
      return;
    }
    StringJoiner findings = new StringJoiner(", ");
    report
        .found()
        .forEach(
            (kind, count) -> {
              if (count > 0) {
                findings.add(count + " " + kind.wireName());
              }
            });
    output.text(
        "%s: %d blobs, %d bytes, %d refs are good; %d healed, %d missing; findings: %s%n",
        report.status().wireName(),
        report.blobs(),
        report.bytes(),
        report.refs(),
        report.healed(),
        report.missing(),
        findings.length() == 0 ? "none" : findings);
  }

  private static ObjectNode json(FsckReport report) {
    ObjectNode json =
        Json.object()
            .put("schema_version", VERSION)
            .put("type", "report")
            .put("status", report.status().wireName())
            .put("blobs", report.blobs())
            .put("bytes", report.bytes())
            .put("refs", report.refs());
    ObjectNode found = json.putObject("found");
    report.found().forEach((kind, count) -> found.put(kind.wireName(), count));
    return json.put("healed", report.healed()).put("missing", report.missing());
  }
}
