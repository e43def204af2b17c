package io.catalytic.pipeline;

import io.catalytic.domain.Entry;
import io.catalytic.merkle.Root;
import io.catalytic.merkle.Subtree;
import io.catalytic.merkle.Trie;
import io.catalytic.merkle.TrieBins;
import io.catalytic.pipeline.coder.Coders;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;

/**
 * Computes the root of a domain's entries: leaves by prefix, each bin folded where it is, the bins
 * gathered by a combine. No worker holds more than the leaves of one bin.
 */
final class BuildRoot extends PTransform<PCollection<Entry>, PCollection<Root>> {
  private static final long serialVersionUID = 1;

  private final int prefixBits;

  /**
   * Builds.
   *
   * @param prefixBits leading bits of a key that choose its bin
   */
  BuildRoot(int prefixBits) {
    this.prefixBits = prefixBits;
  }

  @Override
  public PCollection<Root> expand(PCollection<Entry> entries) {
    return entries
        .apply("ToLeaf", ParDo.of(new LeafFn(prefixBits)))
        .setCoder(KvCoder.of(VarIntCoder.of(), Coders.LEAF))
        .apply("ByPrefix", GroupByKey.create())
        .apply("FoldBin", ParDo.of(new FoldFn(prefixBits)))
        .setCoder(Coders.BINS)
        .apply("FoldBins", Combine.globally(new GatherFn(prefixBits)));
  }

  private static final class LeafFn extends DoFn<Entry, KV<Integer, Subtree.Leaf>> {
    private static final long serialVersionUID = 1;

    private final int prefixBits;

    LeafFn(int prefixBits) {
      this.prefixBits = prefixBits;
    }

    @ProcessElement
    public void process(@Element Entry entry, OutputReceiver<KV<Integer, Subtree.Leaf>> out) {
      Subtree.Leaf leaf = entry.leaf();
      out.output(KV.of(leaf.key().prefix(prefixBits), leaf));
    }
  }

  private static final class FoldFn extends DoFn<KV<Integer, Iterable<Subtree.Leaf>>, TrieBins> {
    private static final long serialVersionUID = 1;

    private final int prefixBits;

    FoldFn(int prefixBits) {
      this.prefixBits = prefixBits;
    }

    @ProcessElement
    public void process(
        @Element KV<Integer, Iterable<Subtree.Leaf>> bin, OutputReceiver<TrieBins> out) {
      List<Subtree.Leaf> leaves = new ArrayList<>();
      bin.getValue().forEach(leaves::add);
      TrieBins folded = new TrieBins(prefixBits);
      folded.put(bin.getKey(), Trie.fold(leaves, prefixBits));
      out.output(folded);
    }
  }

  private static final class GatherFn extends Combine.CombineFn<TrieBins, TrieBins, Root> {
    private static final long serialVersionUID = 1;

    private final int prefixBits;

    GatherFn(int prefixBits) {
      this.prefixBits = prefixBits;
    }

    @Override
    public TrieBins createAccumulator() {
      return new TrieBins(prefixBits);
    }

    @Override
    public TrieBins addInput(TrieBins gathered, TrieBins bin) {
      gathered.putAll(bin);
      return gathered;
    }

    @Override
    public TrieBins mergeAccumulators(Iterable<TrieBins> parts) {
      TrieBins all = new TrieBins(prefixBits);
      parts.forEach(all::putAll);
      return all;
    }

    @Override
    public Root extractOutput(TrieBins all) {
      return Root.of(all.fold());
    }

    @Override
    public Coder<TrieBins> getAccumulatorCoder(CoderRegistry registry, Coder<TrieBins> inputCoder) {
      return Coders.BINS;
    }

    @Override
    public Coder<Root> getDefaultOutputCoder(CoderRegistry registry, Coder<TrieBins> inputCoder) {
      return Coders.ROOT;
    }
  }
}
