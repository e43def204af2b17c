package io.catalytic.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catalytic.digest.Json;
import io.catalytic.store.GcOptions;
import io.catalytic.store.GcReport;
import io.catalytic.store.GcReport.Amount;
import io.catalytic.store.ObjectStore;
import io.catalytic.store.Stores;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code store gc}: what no ref names is set aside, and deleted the next time. */
@Command(
    name = "gc",
    description = {
      "Remove the blobs that no ref names (store refs), and put small packs together.",
      "In two passes: what nothing names is set aside, where it can still be read and is brought"
          + " back when it is; a later gc deletes it. Safe beside writers: nothing is deleted that"
          + " a process or a run that was at work when it was set aside may rely on.",
      "A blob that only store put put there is named by nothing.",
      "On a full disk it frees what it can; packs that it has no space to write anew stay as they"
          + " are (exit code 3).",
      "Where a ref is damaged, or needs a blob of which there is no copy, nothing is removed (exit"
          + " code 1)."
    })
final class GcCommand implements Callable<Integer> {
  @Mixin private final StoreOption store = new StoreOption();
  @Mixin private final Output output = new Output();

  @Option(
      names = "--grace",
      paramLabel = "TIME",
      defaultValue = "24h",
      converter = DurationConverter.class,
      description = {
        "Leave alone what is younger, and keep what is set aside for as long; by default"
            + " ${DEFAULT-VALUE}. With 0s both passes are done at once."
      })
  private Duration grace = GcOptions.DEFAULT_GRACE;

  @Option(
      names = "--max-unused",
      paramLabel = "PERCENT",
      defaultValue = "10",
      description = {
        "Leave a pack as it is while no more of its bytes than this are unused; by default"
            + " ${DEFAULT-VALUE}."
      })
  private int maxUnused;

  @Option(names = "--dry-run", description = "Tell what would be done, and do nothing.")
  private boolean dryRun;

  @Override
  public Integer call() throws IOException {
    if (maxUnused < 0 || maxUnused > 100) {
      throw new IllegalArgumentException("--max-unused: from 0 to 100; got " + maxUnused);
    }
    GcOptions options = new GcOptions(grace, maxUnused / 100.0, dryRun, Clock.systemUTC());
    GcReport report;
    try (ObjectStore objects = Stores.openExisting(store.workspace().store())) {
      report = objects.gc(options);
    }
    if (output.isJson()) {
      output.object(json(report));
    } else {
      print(report);
    }
    if (report.corrupt() > 0) {
      return ExitCode.NOT_RESTORED;
    }
    return report.packsSkipped() > 0 ? ExitCode.INCOMPLETE : ExitCode.OK;
  }

  private ObjectNode json(GcReport report) {
    ObjectNode json = Json.object().put("schema_version", "1.1").put("dry_run", dryRun);
    json.put("refs", report.refs());
    json.set("condemned", json(report.condemned()));
    json.set("deleted", json(report.deleted()));
    json.set("revived", json(report.revived()));
    json.set("young", json(report.young()));
    json.set("unused_in_packs", json(report.unused()));
    json.put("corrupt", report.corrupt());
    json.put("packs_before", report.packsBefore()).put("packs_after", report.packsAfter());
    json.put("packs_skipped", report.packsSkipped());
    json.put("disk_bytes_before", report.diskBytesBefore());
    json.put("disk_bytes_after", report.diskBytesAfter());
    ArrayNode waiting = json.putArray("waiting_for");
    report.waitingFor().forEach(waiting::add);
    ArrayNode warnings = json.putArray("warnings");
    report.warnings().forEach(warnings::add);
    return json;
  }

  private static ObjectNode json(Amount amount) {
    return Json.object().put("blobs", amount.blobs()).put("bytes", amount.bytes());
  }

  private void print(GcReport report) {
    line("deleted", report.deleted(), "");
    boolean gone =
        grace.isZero()
            && report.waitingFor().isEmpty()
            && report.deleted().blobs() >= report.condemned().blobs();
    line("set aside", report.condemned(), gone ? " of these" : ", to be deleted by a later gc");
    line("back again", report.revived(), ": a ref names them now");
    line("too young", report.young(), ": named by nothing, younger than the grace");
    line("left", report.unused(), ": named by nothing, in packs that are mostly used");
    if (report.corrupt() > 0) {
      output.text(
          "%-10s  %d blobs, now in quarantine; see store fsck%n", "corrupt", report.corrupt());
    }
    output.text("%-10s  %d before, %d after%n", "packs", report.packsBefore(), report.packsAfter());
    if (report.packsSkipped() > 0) {
      output.text(
          "%-10s  %d packs, which stay as they are: there is no space to write them anew; run gc"
              + " again once there is%n",
          "skipped", report.packsSkipped());
    }
    output.text(
        "%-10s  %,d bytes before, %,d after%n",
        "on disk", report.diskBytesBefore(), report.diskBytesAfter());
    report.waitingFor().forEach(holder -> output.text("%-10s  %s%n", "waits for", holder));
    report.warnings().forEach(output::remark);
    if (dryRun) {
      output.text("nothing was done: this was a dry run%n");
    }
  }

  private void line(String what, Amount amount, String remark) {
    if (amount.blobs() > 0 || what.equals("deleted")) {
      output.text("%-10s  %,d blobs, %,d bytes%s%n", what, amount.blobs(), amount.bytes(), remark);
    }
  }
}
