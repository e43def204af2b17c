package io.catalytic.pipeline;

import io.catalytic.memo.InvocationKey;
import io.catalytic.pipeline.coder.Coders;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.join.CoGbkResult;
import org.apache.beam.sdk.transforms.join.CoGroupByKey;
import org.apache.beam.sdk.transforms.join.KeyedPCollectionTuple;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TupleTag;

/** Gives every file the outcome of its invocation. */
final class JoinOutcomes
    extends PTransform<PCollection<KV<InvocationKey, FileRef>>, PCollection<AnalysedFile>> {
  private static final long serialVersionUID = 1;

  private static final TupleTag<FileRef> FILES = new TupleTag<>() {};
  private static final TupleTag<OutcomeRef> OUTCOMES = new TupleTag<>() {};

  private final transient PCollection<KV<InvocationKey, OutcomeRef>> outcomes;

  JoinOutcomes(PCollection<KV<InvocationKey, OutcomeRef>> outcomes) {
    this.outcomes = outcomes;
  }

  @Override
  public PCollection<AnalysedFile> expand(PCollection<KV<InvocationKey, FileRef>> files) {
    return KeyedPCollectionTuple.of(FILES, files)
        .and(OUTCOMES, outcomes)
        .apply("ByInvocation", CoGroupByKey.create())
        .apply("Join", ParDo.of(new JoinFn()))
        .setCoder(Coders.ANALYSED);
  }

  private static final class JoinFn extends DoFn<KV<InvocationKey, CoGbkResult>, AnalysedFile> {
    private static final long serialVersionUID = 1;

    @ProcessElement
    public void process(
        @Element KV<InvocationKey, CoGbkResult> joined, OutputReceiver<AnalysedFile> out) {
      OutcomeRef outcome = joined.getValue().getOnly(OUTCOMES);
      boolean ownCall = true;
      for (FileRef file : joined.getValue().getAll(FILES)) {
        out.output(new AnalysedFile(file, outcome, ownCall));
        ownCall = false;
      }
    }
  }
}
