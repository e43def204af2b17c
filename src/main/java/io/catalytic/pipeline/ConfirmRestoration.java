package io.catalytic.pipeline;

import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;

/**
 * Ends the run: compares the roots, finds what differs, writes the output directory. Emits the run
 * record's text.
 */
final class ConfirmRestoration extends PTransform<PCollection<Fact>, PCollection<String>> {
  private static final long serialVersionUID = 1;

  private final RunPlan plan;

  ConfirmRestoration(RunPlan plan) {
    this.plan = plan;
  }

  @Override
  public PCollection<String> expand(PCollection<Fact> facts) {
    return facts
        .apply("Together", WithKeys.of("run"))
        .setCoder(KvCoder.of(StringUtf8Coder.of(), Fact.CODER))
        .apply("Group", GroupByKey.create())
        .apply("Finish", ParDo.of(new FinishFn(plan)))
        .setCoder(StringUtf8Coder.of());
  }

  private static final class FinishFn extends RunFn<KV<String, Iterable<Fact>>, String> {
    private static final long serialVersionUID = 1;

    FinishFn(RunPlan plan) {
      super(plan);
    }

    @ProcessElement
    public void process(@Element KV<String, Iterable<Fact>> facts, OutputReceiver<String> out)
        throws Exception {
      String record = new RunFinisher(plan, store()).finish(facts.getValue());
      place().endLease();
      out.output(record);
    }
  }
}
