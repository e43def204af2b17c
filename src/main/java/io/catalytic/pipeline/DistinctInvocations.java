package io.catalytic.pipeline;

import io.catalytic.memo.InvocationKey;
import io.catalytic.pipeline.coder.Coders;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;

/** Makes one invocation of all files that share a key. */
final class DistinctInvocations
    extends PTransform<PCollection<KV<InvocationKey, FileRef>>, PCollection<Invocation>> {
  private static final long serialVersionUID = 1;

  @Override
  public PCollection<Invocation> expand(PCollection<KV<InvocationKey, FileRef>> files) {
    return files
        .apply("ToInvocation", ParDo.of(new InvocationFn()))
        .setCoder(KvCoder.of(Coders.KEY, Coders.INVOCATION))
        // A combine and not a plain group: all but one are dropped before they travel.
        .apply("AnyOfKey", Combine.perKey(new AnyFn()))
        .apply("Values", ParDo.of(new ValueFn()))
        .setCoder(Coders.INVOCATION);
  }

  private static final class InvocationFn
      extends DoFn<KV<InvocationKey, FileRef>, KV<InvocationKey, Invocation>> {
    private static final long serialVersionUID = 1;

    @ProcessElement
    public void process(
        @Element KV<InvocationKey, FileRef> keyed,
        OutputReceiver<KV<InvocationKey, Invocation>> out) {
      FileRef file = keyed.getValue();
      Invocation invocation = new Invocation(keyed.getKey(), file.content(), file.language());
      out.output(KV.of(keyed.getKey(), invocation));
    }
  }

  /** Equal keys have equal invocations, so any of them will do. */
  private static final class AnyFn extends Combine.BinaryCombineFn<Invocation> {
    private static final long serialVersionUID = 1;

    @Override
    public Invocation apply(Invocation left, Invocation right) {
      return left;
    }
  }

  private static final class ValueFn extends DoFn<KV<InvocationKey, Invocation>, Invocation> {
    private static final long serialVersionUID = 1;

    @ProcessElement
    public void process(
        @Element KV<InvocationKey, Invocation> keyed, OutputReceiver<Invocation> out) {
      out.output(keyed.getValue());
    }
  }
}
