package io.catalytic.pipeline;

import io.catalytic.digest.Digest;
import io.catalytic.domain.ContentSink;
import io.catalytic.domain.Entry;
import io.catalytic.domain.RawPath;
import io.catalytic.instruction.Instruction;
import io.catalytic.job.JobSpec;
import io.catalytic.job.Workspace;
import io.catalytic.pipeline.source.Source;
import io.catalytic.pipeline.source.Spot;
import io.catalytic.pipeline.source.SpotReader;
import io.catalytic.selection.Selection;
import io.catalytic.selection.SelectionNotices;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tells what a run would analyse and skip. Reads files, asks no model, writes nothing. */
public final class DryRun {
  private DryRun() {}

  /** Takes what would become of each file, in path order. */
  @FunctionalInterface
  public interface Visitor {
    /** One file. */
    void file(Entry entry, Selection selection);
  }

  /** Goes through the domain of a job; returns what there is to tell of its selection. */
  public static SelectionNotices run(JobSpec job, Workspace workspace, Visitor visitor)
      throws IOException {
    Source source = Preflight.source(job, workspace);
    Instruction instruction = Preflight.instruction(job);
    EntryChooser chooser =
        EntryChooser.of(
            source,
            job.selection(),
            job.model().provider(),
            instruction.id(),
            job.instruction().parameters());
    HoldingSink sink = new HoldingSink(job.selection().maxFileSize());
    List<Spot> all = new ArrayList<>();
    source.forEach(all::add);
    all.sort(Comparator.comparing(Spot::path));
    SourceReview review = new SourceReview(source, job.selection());
    try (SpotReader reader = source.open(sink)) {
      for (Spot spot : all) {
        review.take(spot);
        Optional<Entry> entry = reader.read(spot);
        if (entry.isPresent()) {
          chooser
              .choose(entry.get(), sink.held)
              .ifPresent(selection -> visitor.file(entry.get(), selection));
        }
      }
    }
    return review.notices();
  }

  /** Holds on to the last content, if it is within the limit. */
  private static final class HoldingSink implements ContentSink {
    private final ContentSink hashing = ContentSink.hashing();
    private final long limit;
    private byte @Nullable [] held;

    HoldingSink(long limit) {
      this.limit = Math.min(limit, Integer.MAX_VALUE - 16);
    }

    @Override
    public Digest take(RawPath path, InputStream bytes, long size) throws IOException {
      held = null;
      if (size > limit) {
        return hashing.take(path, bytes, size);
      }
      byte[] content = bytes.readAllBytes();
      held = content;
      return Digest.of(content);
    }
  }
}
