package io.catalytic.pipeline;

import io.catalytic.digest.Digest;
import io.catalytic.domain.ContentSink;
import io.catalytic.domain.Entry;
import io.catalytic.domain.RawPath;
import io.catalytic.pipeline.coder.Coders;
import io.catalytic.pipeline.progress.Step;
import io.catalytic.pipeline.source.Spot;
import io.catalytic.pipeline.source.SpotReader;
import io.catalytic.selection.Selection;
import io.catalytic.store.WriteBatch;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.jspecify.annotations.Nullable;

/**
 * Reads groups of entries into the store, one batch a group, and decides which files are analysed.
 * Nothing of a group is emitted before all of it is durable.
 */
final class ExternalizeEntries
    extends PTransform<PCollection<KV<Integer, Iterable<Spot>>>, PCollectionTuple> {
  private static final long serialVersionUID = 1;

  /** Every entry. */
  static final TupleTag<Entry> ENTRIES = new TupleTag<>() {};

  /** Files that are analysed. */
  static final TupleTag<FileRef> FILES = new TupleTag<>() {};

  /** Files that are not. */
  static final TupleTag<SkippedFile> SKIPPED = new TupleTag<>() {};

  private final RunPlan plan;

  ExternalizeEntries(RunPlan plan) {
    this.plan = plan;
  }

  @Override
  public PCollectionTuple expand(PCollection<KV<Integer, Iterable<Spot>>> groups) {
    PCollectionTuple read =
        groups.apply(
            "Read",
            ParDo.of(new ReadFn(plan))
                .withOutputTags(ENTRIES, TupleTagList.of(FILES).and(SKIPPED)));
    read.get(ENTRIES).setCoder(Coders.ENTRY);
    read.get(FILES).setCoder(Coders.FILE);
    read.get(SKIPPED).setCoder(Coders.SKIPPED);
    return read;
  }

  static final class ReadFn extends RunFn<KV<Integer, Iterable<Spot>>, Entry> {
    private static final long serialVersionUID = 1;

    private transient @Nullable EntryChooser chooser;

    ReadFn(RunPlan plan) {
      super(plan);
    }

    /** Made here, as it caches ignore files and does not travel. */
    @Override
    void prepare() {
      chooser = EntryChooser.of(plan);
    }

    @ProcessElement
    public void process(@Element KV<Integer, Iterable<Spot>> group, MultiOutputReceiver out)
        throws IOException {
      RunMetrics metrics = begin(Step.READ, group.getKey());
      EntryChooser rules = Objects.requireNonNull(chooser);
      List<Entry> entries = new ArrayList<>();
      List<Optional<Selection>> selections = new ArrayList<>();
      try (WriteBatch batch = store().begin()) {
        GroupSink sink = new GroupSink(batch, plan.selection().maxFileSize());
        try (SpotReader reader = plan.source().open(sink)) {
          for (Spot spot : group.getValue()) {
            sink.forget();
            Optional<Entry> entry = reader.read(spot);
            if (entry.isPresent()) {
              entries.add(entry.get());
              selections.add(rules.choose(entry.get(), sink.held()));
            }
          }
        }
        batch.commit();
      }
      for (int i = 0; i < entries.size(); i++) {
        emit(entries.get(i), selections.get(i), metrics, out);
      }
    }

    private static void emit(
        Entry entry, Optional<Selection> selection, RunMetrics metrics, MultiOutputReceiver out) {
      out.get(ENTRIES).output(entry);
      metrics.read(entry.content().size());
      if (selection.isPresent() && selection.get() instanceof Selection.Skipped why) {
        metrics.skipped();
        out.get(SKIPPED).output(new SkippedFile(entry, why));
      } else if (selection.isPresent() && selection.get() instanceof Selection.Selected file) {
        out.get(FILES).output(new FileRef(entry.path(), entry.content(), file.language()));
      }
    }
  }

  /** Puts contents into a batch, and holds on to one that is small enough to be looked at. */
  private static final class GroupSink implements ContentSink {
    private final WriteBatch batch;
    private final int limit;
    private byte @Nullable [] held;

    GroupSink(WriteBatch batch, long limit) {
      this.batch = batch;
      this.limit = (int) Math.min(limit, Integer.MAX_VALUE - 16);
    }

    void forget() {
      held = null;
    }

    /** Returns the last content, or null if it was over the limit. */
    byte @Nullable [] held() {
      return held;
    }

    @Override
    public Digest take(RawPath path, InputStream bytes, long size) throws IOException {
      held = null;
      if (size > limit) {
        return batch.put(bytes);
      }
      // One more than the limit, for a file that grew since it was looked at.
      byte[] head = bytes.readNBytes(limit + 1);
      if (head.length > limit) {
        return batch.put(new SequenceInputStream(new ByteArrayInputStream(head), bytes));
      }
      held = head;
      return batch.put(head);
    }
  }
}
