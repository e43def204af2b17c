package io.catalytic.pipeline;

import io.catalytic.domain.ContentSink;
import io.catalytic.domain.Entry;
import io.catalytic.domain.Refused;
import io.catalytic.domain.RefusedPathsException;
import io.catalytic.domain.UnstableEntryException;
import io.catalytic.pipeline.coder.Coders;
import io.catalytic.pipeline.progress.Step;
import io.catalytic.pipeline.source.Spot;
import io.catalytic.pipeline.source.SpotReader;
import java.io.IOException;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;

/** Reads and hashes groups of entries again. Nothing is kept, and nothing cached is believed. */
final class RehashEntries
    extends PTransform<PCollection<KV<Integer, Iterable<Spot>>>, PCollectionTuple> {
  private static final long serialVersionUID = 1;

  /** Every entry. */
  static final TupleTag<Entry> ENTRIES = new TupleTag<>() {};

  /** Paths that can't be entries any more, or keep changing. */
  static final TupleTag<Refused> REFUSED = new TupleTag<>() {};

  private final RunPlan plan;

  RehashEntries(RunPlan plan) {
    this.plan = plan;
  }

  @Override
  public PCollectionTuple expand(PCollection<KV<Integer, Iterable<Spot>>> groups) {
    PCollectionTuple read =
        groups.apply(
            "Read", ParDo.of(new HashFn(plan)).withOutputTags(ENTRIES, TupleTagList.of(REFUSED)));
    read.get(ENTRIES).setCoder(Coders.ENTRY);
    read.get(REFUSED).setCoder(SerializableCoder.of(Refused.class));
    return read;
  }

  private static final class HashFn extends RunFn<KV<Integer, Iterable<Spot>>, Entry> {
    private static final long serialVersionUID = 1;

    HashFn(RunPlan plan) {
      super(plan);
    }

    @ProcessElement
    public void process(@Element KV<Integer, Iterable<Spot>> group, MultiOutputReceiver out)
        throws IOException {
      RunMetrics metrics = begin(Step.REHASH, group.getKey());
      try (SpotReader reader = plan.source().open(ContentSink.hashing())) {
        for (Spot spot : group.getValue()) {
          try {
            reader.read(spot).ifPresent(out.get(ENTRIES)::output);
            metrics.rehashed();
          } catch (UnstableEntryException e) {
            refuse(spot, "kept changing while it was read", out);
          } catch (RefusedPathsException e) {
            e.refused().forEach(out.get(REFUSED)::output);
          } catch (IOException e) {
            refuse(spot, "can't be read: " + e.getMessage(), out);
          }
        }
      }
    }

    private static void refuse(Spot spot, String why, MultiOutputReceiver out) {
      out.get(REFUSED).output(new Refused(spot.path(), why));
    }
  }
}
