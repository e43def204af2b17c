package io.catalytic.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catalytic.digest.Json;
import io.catalytic.memo.InvocationKey;
import io.catalytic.pipeline.coder.Coders;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;

/** Gives each file the key of its invocation: files of the same content and language share one. */
final class KeyByInvocation
    extends PTransform<PCollection<FileRef>, PCollection<KV<InvocationKey, FileRef>>> {
  private static final long serialVersionUID = 1;

  private final RunPlan plan;

  KeyByInvocation(RunPlan plan) {
    this.plan = plan;
  }

  @Override
  public PCollection<KV<InvocationKey, FileRef>> expand(PCollection<FileRef> files) {
    return files.apply(ParDo.of(new KeyFn(plan))).setCoder(KvCoder.of(Coders.KEY, Coders.FILE));
  }

  private static final class KeyFn extends DoFn<FileRef, KV<InvocationKey, FileRef>> {
    private static final long serialVersionUID = 1;

    private final ObjectNode common;
    private final ObjectNode parameters;

    KeyFn(RunPlan plan) {
      common =
          InvocationKey.common(
              plan.instruction().digest(),
              plan.identity(),
              plan.model(),
              plan.attempts().maxAttempts());
      parameters = plan.parameters();
    }

    @ProcessElement
    public void process(@Element FileRef file, OutputReceiver<KV<InvocationKey, FileRef>> out) {
      ObjectNode input = Json.object().put("content", file.content().hash().hex());
      file.language().ifPresent(language -> input.put("language", language));
      input.set("parameters", parameters);
      out.output(KV.of(InvocationKey.of(common, input), file));
    }
  }
}
