package io.catalytic.pipeline;

import io.catalytic.domain.ContentSink;
import io.catalytic.domain.Entry;
import io.catalytic.domain.EntryReader;
import io.catalytic.domain.RawPath;
import io.catalytic.domain.Refused;
import io.catalytic.domain.RefusedPathsException;
import io.catalytic.domain.UnstableEntryException;
import io.catalytic.pipeline.coder.Coders;
import java.io.IOException;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;

/** Reads and hashes groups of paths again. Nothing is kept, and nothing cached is believed. */
final class RehashEntries
    extends PTransform<PCollection<KV<Integer, Iterable<RawPath>>>, PCollectionTuple> {
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
  public PCollectionTuple expand(PCollection<KV<Integer, Iterable<RawPath>>> groups) {
    PCollectionTuple read =
        groups.apply(
            "Read", ParDo.of(new HashFn(plan)).withOutputTags(ENTRIES, TupleTagList.of(REFUSED)));
    read.get(ENTRIES).setCoder(Coders.ENTRY);
    read.get(REFUSED).setCoder(SerializableCoder.of(Refused.class));
    return read;
  }

  private static final class HashFn extends RunFn<KV<Integer, Iterable<RawPath>>, Entry> {
    private static final long serialVersionUID = 1;

    HashFn(RunPlan plan) {
      super(plan);
    }

    @ProcessElement
    public void process(@Element KV<Integer, Iterable<RawPath>> group, MultiOutputReceiver out)
        throws IOException {
      EntryReader reader = new EntryReader(plan.domain(), ContentSink.hashing());
      for (RawPath path : group.getValue()) {
        try {
          reader.read(path).ifPresent(out.get(ENTRIES)::output);
        } catch (UnstableEntryException e) {
          out.get(REFUSED).output(new Refused(path, "kept changing while it was read"));
        } catch (RefusedPathsException e) {
          e.refused().forEach(out.get(REFUSED)::output);
        } catch (IOException e) {
          out.get(REFUSED).output(new Refused(path, "can't be read: " + e.getMessage()));
        }
      }
    }
  }
}
