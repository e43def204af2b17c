package io.catalytic.pipeline;

import io.catalytic.domain.Domain;
import io.catalytic.domain.DomainWalker;
import io.catalytic.domain.Found;
import io.catalytic.domain.RawPath;
import io.catalytic.domain.Refused;
import io.catalytic.domain.RefusedPathsException;
import io.catalytic.pipeline.Fact.Phase;
import io.catalytic.pipeline.coder.Coders;
import io.catalytic.pipeline.flink.FinalException;
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

/** Lists the paths of a domain, in groups. */
final class ListDomain extends PTransform<PCollection<Domain>, PCollectionTuple> {
  private static final long serialVersionUID = 1;

  /** The paths, in groups of about the same size. */
  static final TupleTag<KV<Integer, Iterable<RawPath>>> GROUPS = new TupleTag<>() {};

  /** Paths that can't be entries. */
  static final TupleTag<Refused> REFUSED = new TupleTag<>() {};

  private static final TupleTag<KV<Integer, RawPath>> PATHS = new TupleTag<>() {};

  private final Phase phase;
  private final RunPlan plan;

  /**
   * Lists in groups.
   *
   * @param phase before the first call a path that can't be an entry fails the run, since without
   *     it there is no root to come back to; after the last outcome it is a difference
   */
  ListDomain(Phase phase, RunPlan plan) {
    this.phase = phase;
    this.plan = plan;
  }

  @Override
  public PCollectionTuple expand(PCollection<Domain> domain) {
    PCollectionTuple listed =
        domain.apply(
            "Walk",
            ParDo.of(new WalkFn(phase, plan)).withOutputTags(PATHS, TupleTagList.of(REFUSED)));
    PCollection<KV<Integer, Iterable<RawPath>>> groups =
        listed
            .get(PATHS)
            .setCoder(KvCoder.of(VarIntCoder.of(), Coders.PATH))
            .apply("Group", GroupByKey.create());
    return PCollectionTuple.of(GROUPS, groups)
        .and(REFUSED, listed.get(REFUSED).setCoder(SerializableCoder.of(Refused.class)));
  }

  private static final class WalkFn extends RunFn<Domain, KV<Integer, RawPath>> {
    private static final long serialVersionUID = 1;

    private final Phase phase;

    WalkFn(Phase phase, RunPlan plan) {
      super(plan);
      this.phase = phase;
    }

    @ProcessElement
    public void process(@Element Domain domain, MultiOutputReceiver out) throws IOException {
      List<Refused> refused = new ArrayList<>();
      DomainWalker.walk(
          domain,
          new DomainWalker.Visitor() {
            @Override
            public void found(Found found) {
              int shard = Math.floorMod(found.path().hashCode(), plan.shards());
              out.get(PATHS).output(KV.of(shard, found.path()));
            }

            @Override
            public void refused(Refused path) {
              refused.add(path);
            }
          });
      if (phase == Phase.BEFORE && !refused.isEmpty()) {
        throw new FinalException(new RefusedPathsException(domain, refused));
      }
      refused.forEach(out.get(REFUSED)::output);
    }
  }
}
