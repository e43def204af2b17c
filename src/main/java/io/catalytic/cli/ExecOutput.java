package io.catalytic.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catalytic.digest.Json;
import io.catalytic.domain.Difference;
import io.catalytic.domain.Refused;
import io.catalytic.exec.Borrowed;
import io.catalytic.exec.Change;
import io.catalytic.exec.Changes;
import io.catalytic.exec.Ending;
import io.catalytic.exec.ExecLedger;
import io.catalytic.exec.ExecRecord;
import io.catalytic.exec.ExecReport;
import io.catalytic.exec.Recovery;
import io.catalytic.merkle.EntryType;
import io.catalytic.merkle.Root;
import java.util.Locale;

/**
 * Prints what execs came to: remarks on standard error for people, since standard output is the
 * command's; a record a line for machines.
 */
final class ExecOutput {
  private static final int NOT_FOUND = 127;

  private final Output output;

  ExecOutput(Output output) {
    this.output = output;
  }

  /** Prints what became of the open records. */
  void print(Recovery.Recovered recovered) {
    recovered.finished().forEach(this::print);
    for (String id : recovered.withdrawn()) {
      remark("exec %s had run nothing; its claim is withdrawn", id);
    }
    recovered.left().forEach(output::remark);
    if (recovered.finished().isEmpty() && recovered.left().isEmpty()) {
      remark("there is nothing to recover");
    }
  }

  /** Prints what an exec came to. */
  void print(ExecReport report) {
    ExecRecord record = report.record();
    for (int i = 0; i < report.domains().size(); i++) {
      print(record, record.domains().get(i), report.domains().get(i));
    }
    if (output.isJson()) {
      output.object(record.toJson());
      return;
    }
    record.ending().ifPresent(this::print);
    remark("record    %s", ExecLedger.name(record));
    if (record.state() != ExecRecord.State.CLOSED) {
      remark("the record stays open: exec --recover tries again");
    }
  }

  private void print(ExecRecord record, Borrowed domain, ExecReport.Found found) {
    for (Change change : found.changes()) {
      // What was put back is counted, and listed in the record.
      if (output.isJson()) {
        output.object(json(change, domain));
      } else if (change.kept() || !record.repair() || change.reason().isPresent()) {
        remark("%s", line(change));
      }
    }
    if (found.restoration().isPresent() && !output.isJson()) {
      for (Difference left : found.restoration().get().differences()) {
        remark("not as it has to be: %s", VerifyCommand.line(left));
      }
      for (Refused left : found.restoration().get().refused()) {
        remark("not as it has to be: %s", left);
      }
    }
    if (!output.isJson()) {
      domain.changes().ifPresent(this::print);
      print(domain);
    }
  }

  private static ObjectNode json(Change change, Borrowed domain) {
    ObjectNode json = change.toJson();
    return Json.object().put("type", "change").put("domain", domain.directory()).setAll(json);
  }

  private static String line(Change change) {
    String fields =
        change.fields().isEmpty() ? "" : " (" + String.join(", ", change.fields()) + ")";
    String path = change.path().isRoot() ? "." : change.path().display();
    String digest =
        change
            .entry()
            .filter(entry -> entry.type() != EntryType.DIRECTORY)
            .map(entry -> ", " + entry.content().size() + " bytes, " + entry.content().hash())
            .orElse("");
    String what = change.kept() ? ": kept" + digest : "";
    String reason = change.reason().map(text -> ": " + text).orElse("");
    return String.format(Locale.ROOT, "%-9s %s%s%s%s", change.what(), path, fields, what, reason);
  }

  private void print(Changes changes) {
    if (changes.total() > 0) {
      remark(
          "changes   %,d added, %,d removed, %,d changed, %,d refused; %,d of them kept; list: store"
              + " get %s",
          changes.added(),
          changes.removed(),
          changes.changed(),
          changes.refused(),
          changes.kept(),
          changes.list());
    }
  }

  private void print(Borrowed domain) {
    Root root = domain.target().orElseThrow().root();
    boolean asBefore = domain.target().equals(domain.before());
    if (domain.isProven()) {
      remark(
          "restored  yes: %s, %,d entries, %,d bytes, root %s%s",
          domain.directory(),
          root.entries(),
          root.fileBytes(),
          root.hash(),
          asBefore ? "" : ": that of before with what is kept");
    } else {
      remark(
          "restored  NO: %s %s, not the root %s; catalytic restore --delete %s DIR puts it back",
          domain.directory(),
          domain
              .outcome()
              .flatMap(outcome -> outcome.rootAfter())
              .map(found -> "has the root " + found)
              .orElse("has no root"),
          root.hash(),
          root.hash().hex().substring(0, 12));
    }
  }

  private void print(Ending ending) {
    if (ending.how() == Ending.How.NOT_STARTED) {
      remark(
          "command   %s",
          ending.code() == NOT_FOUND ? "there is no such program" : "it can't be started");
      return;
    }
    String code =
        ending.code() < 0
            ? ", with its exec"
            : ", exit code " + ending.code() + ", after " + ending.millis() + " ms";
    String left =
        ending.leftBehind() == 0
            ? ""
            : "; " + ending.leftBehind() + " of its processes outlived it, and were ended";
    String how =
        switch (ending.how()) {
          case TIMED_OUT -> "took too long, and was ended";
          case INTERRUPTED -> "was interrupted, and ended";
          default -> "ended";
        };
    remark("command   %s%s%s", how, code, left);
  }

  private void remark(String format, Object... arguments) {
    output.remark(String.format(Locale.ROOT, format, arguments));
  }
}
