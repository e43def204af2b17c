package io.catalytic.pipeline;

import io.catalytic.domain.Refused;
import io.catalytic.domain.RefusedPathsException;
import io.catalytic.pipeline.Fact.Phase;
import io.catalytic.pipeline.coder.Coders;
import io.catalytic.pipeline.flink.FinalException;
import io.catalytic.pipeline.source.Source;
import io.catalytic.pipeline.source.Spot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;

/** Lists what a source has, in groups. */
final class ListSource extends PTransform<PCollection<Source>, PCollectionTuple> {
  private static final long serialVersionUID = 1;

  /** Where its entries are, in groups of about the same size. */
  static final TupleTag<KV<Integer, Iterable<Spot>>> GROUPS = new TupleTag<>() {};

  /** Paths that can't be entries. */
  static final TupleTag<Refused> REFUSED = new TupleTag<>() {};

  private static final TupleTag<KV<Integer, Spot>> SPOTS = new TupleTag<>() {};

  private final Phase phase;
  private final RunPlan plan;

  /**
   * Lists in groups.
   *
   * @param phase before the first call a path that can't be an entry fails the run, since without
   *     it there is no root to come back to; after the last outcome it is a difference
   */
  ListSource(Phase phase, RunPlan plan) {
    this.phase = phase;
    this.plan = plan;
  }

  @Override
  public PCollectionTuple expand(PCollection<Source> source) {
    PCollectionTuple listed =
        source.apply(
            "List",
            ParDo.of(new ListFn(phase, plan)).withOutputTags(SPOTS, TupleTagList.of(REFUSED)));
    PCollection<KV<Integer, Iterable<Spot>>> groups =
        listed
            .get(SPOTS)
            .setCoder(KvCoder.of(VarIntCoder.of(), Coders.SPOT))
            .apply("Group", GroupByKey.create());
    return PCollectionTuple.of(GROUPS, groups)
        .and(REFUSED, listed.get(REFUSED).setCoder(SerializableCoder.of(Refused.class)));
  }

  private static final class ListFn extends RunFn<Source, KV<Integer, Spot>> {
    private static final long serialVersionUID = 1;

    private final Phase phase;

    ListFn(Phase phase, RunPlan plan) {
      super(plan);
      this.phase = phase;
    }

    @ProcessElement
    public void process(@Element Source source, MultiOutputReceiver out) throws IOException {
      List<Refused> refused = new ArrayList<>();
      source.list(
          new Source.Visitor() {
            @Override
            public void found(Spot spot) {
              int shard = Math.floorMod(spot.path().hashCode(), plan.shards());
              out.get(SPOTS).output(KV.of(shard, spot));
            }

            @Override
            public void refused(Refused path) {
              refused.add(path);
            }
          });
      if (phase == Phase.BEFORE && !refused.isEmpty()) {
        throw new FinalException(new RefusedPathsException(source.borrowed().location(), refused));
      }
      refused.forEach(out.get(REFUSED)::output);
    }
  }
}
