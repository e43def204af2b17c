package io.catalytic.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catalytic.digest.Json;
import io.catalytic.domain.RawPath;
import io.catalytic.domain.Refused;
import io.catalytic.exec.Borrowed;
import io.catalytic.exec.Change;
import io.catalytic.exec.Changes;
import io.catalytic.exec.Ending;
import io.catalytic.exec.ExecLedger;
import io.catalytic.exec.ExecRecord;
import io.catalytic.exec.ExecReport;
import io.catalytic.exec.Outcome;
import io.catalytic.exec.Recovery;
import io.catalytic.merkle.EntryType;
import io.catalytic.merkle.Root;
import io.catalytic.restore.RestoreReport;
import io.catalytic.restore.Step;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Prints what execs came to: remarks on standard error for people, since standard output is the
 * command's; a record a line for machines.
 */
final class ExecOutput {
  private static final int NOT_FOUND = 127;

  private final Output output;
  private final int shown;

  /**
   * Prints by an output.
   *
   * @param shown how many changes are listed at most for each domain
   */
  ExecOutput(Output output, int shown) {
    this.output = output;
    this.shown = shown;
  }

  /** Prints what became of the open records. */
  void print(Recovery.Recovered recovered) {
    recovered.finished().forEach(this::print);
    for (String id : recovered.withdrawn()) {
      remark("exec %s had run nothing; its claim is withdrawn", id);
    }
    recovered.left().forEach(output::remark);
    recovered.failed().forEach(output::failure);
    if (recovered.finished().isEmpty()
        && recovered.left().isEmpty()
        && recovered.failed().isEmpty()) {
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
      remark(
          "the record stays open: exec --recover tries again, store forget %s leaves the directory"
              + " as it is",
          ExecLedger.name(record));
    }
  }

  private void print(ExecRecord record, Borrowed domain, ExecReport.Found found) {
    // What was put back is counted, and listed in the record.
    List<Change> told =
        found.changes().stream().filter(change -> isTold(change, record.repair())).toList();
    for (Change change : told.subList(0, Math.min(shown, told.size()))) {
      if (output.isJson()) {
        output.object(json(change, domain));
      } else {
        remark("%s", line(change));
      }
    }
    if (told.size() > shown) {
      remark("… and %,d more changes, not shown (--show)", told.size() - shown);
    }
    found.restoration().ifPresent(report -> print(report, found.changes()));
    if (!output.isJson()) {
      domain.changes().ifPresent(this::print);
      print(domain);
    }
  }

  private boolean isTold(Change change, boolean repair) {
    return output.isJson() || change.kept() || !repair || change.reason().isPresent();
  }

  private void print(RestoreReport report, List<Change> changes) {
    Set<RawPath> listed = changes.stream().map(Change::path).collect(Collectors.toSet());
    long more =
        report.plan().count(step -> !(step instanceof Step.Leave) && !listed.contains(step.path()));
    if (more > 0 && !listed.isEmpty()) {
      remark(
          "%,d more paths were put back: they could not be read before, or were changed since",
          more);
    }
    Stream.concat(report.differences().stream().map(VerifyCommand::line), lines(report.refused()))
        .limit(shown)
        .forEach(line -> remark("not as it has to be: %s", line));
  }

  private static Stream<String> lines(List<Refused> refused) {
    return refused.stream().map(Refused::toString);
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
          "changes   %,d added, %,d removed, %,d changed, %,d refused; %,d of them kept; list:"
              + " store get %s",
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
          "restored  NO: %s %s, not the root %s: %,d paths differ; catalytic restore --delete %s %s"
              + " puts it back",
          domain.directory(),
          domain
              .outcome()
              .flatMap(outcome -> outcome.rootAfter())
              .map(found -> "has the root " + found)
              .orElse("has no root"),
          root.hash(),
          domain.outcome().map(Outcome::remaining).orElse(0L),
          root.hash().hex().substring(0, 12),
          domain.directory());
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
