package io.catalytic.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catalytic.digest.Json;
import io.catalytic.domain.Entry;
import io.catalytic.domain.RawPathText;
import io.catalytic.job.JobSpec;
import io.catalytic.job.Workspace;
import io.catalytic.pipeline.DryRun;
import io.catalytic.selection.Selection;
import io.catalytic.selection.SelectionNotices;
import java.io.IOException;

/** Prints what a run would do: a line a file, then the counts. */
final class DryRunReport {
  private final Output output;
  private long selected;
  private long skipped;
  private boolean askedFor;

  DryRunReport(Output output) {
    this.output = output;
  }

  int print(JobSpec job, Workspace workspace) throws IOException {
    SelectionNotices notices = DryRun.run(job, workspace, this::file);
    notices.sentences().forEach(output::remark);
    if (!output.isJson()) {
      output.text("%d files would be analysed, %d skipped%n", selected, skipped);
    }
    return askedFor || notices.missing() > 0 ? ExitCode.INCOMPLETE : ExitCode.OK;
  }

  private void file(Entry entry, Selection selection) {
    ObjectNode line = Json.object();
    RawPathText.put(line, entry.path());
    String text;
    if (selection instanceof Selection.Selected chosen) {
      selected++;
      line.put("action", "analyse").put("language", chosen.language().orElse(null));
      text = "analyse " + chosen.language().orElse("-");
    } else {
      Selection.Skipped why = (Selection.Skipped) selection;
      skipped++;
      askedFor |= why.askedFor();
      line.put("action", "skip").put("reason", why.reason().wireName()).put("detail", why.detail());
      text = "skip    " + why.reason().wireName();
    }
    if (output.isJson()) {
      output.object(line);
    } else {
      output.text("%-30s %s%n", text, entry.path().display());
    }
  }
}
