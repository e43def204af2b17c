package io.catalytic.pipeline;

import io.catalytic.digest.Digest;
import io.catalytic.domain.ContentSink;
import io.catalytic.domain.Domain;
import io.catalytic.domain.DomainWalker;
import io.catalytic.domain.Entry;
import io.catalytic.domain.EntryReader;
import io.catalytic.domain.Found;
import io.catalytic.domain.RawPath;
import io.catalytic.instruction.Instruction;
import io.catalytic.job.JobSpec;
import io.catalytic.job.Workspace;
import io.catalytic.merkle.EntryType;
import io.catalytic.selection.Selection;
import io.catalytic.selection.SelectionNotices;
import io.catalytic.selection.SelectionReview;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
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
    if (job.inputs().isPresent()) {
      throw new IllegalArgumentException("a dry run is for directories; the job has inputs");
    }
    Domain domain = Domain.of(Path.of(job.domain()), workspace.own());
    Instruction instruction = Preflight.instruction(job);
    FileChooser chooser =
        new FileChooser(
            domain,
            job.selection(),
            job.model().provider(),
            instruction.id(),
            FileInput.language(job.instruction().parameters()));
    HoldingSink sink = new HoldingSink(job.selection().maxFileSize());
    EntryReader reader = new EntryReader(domain, sink);
    List<Found> all = DomainWalker.list(domain);
    all.sort(Comparator.comparing(Found::path));
    SelectionReview review = new SelectionReview(job.selection(), domain.path());
    for (Found found : all) {
      if (found.type() != EntryType.DIRECTORY) {
        review.file(FileChooser.name(found.path()));
      }
      Optional<Entry> entry = reader.read(found);
      if (entry.isPresent()) {
        chooser
            .choose(entry.get(), sink.held)
            .ifPresent(selection -> visitor.file(entry.get(), selection));
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
