package io.catalytic.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.Iterators;
import com.google.common.collect.LinkedListMultimap;
import com.google.common.collect.ListMultimap;
import io.catalytic.digest.CanonicalJson;
import io.catalytic.digest.Json;
import io.catalytic.extract.EmbeddedOutline;
import io.catalytic.instruction.Answer;
import io.catalytic.instruction.DeadLetter;
import io.catalytic.instruction.InstructionHarness;
import io.catalytic.instruction.Outcome;
import io.catalytic.memo.InvocationKey;
import io.catalytic.model.ModelSpec;
import io.catalytic.pipeline.coder.Coders;
import io.catalytic.store.ObjectStore;
import io.catalytic.store.WriteBatch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;

/**
 * Gives every file an outcome: the swarm.
 *
 * <p>Files are grouped by shards of their invocation keys, so that all that share a key meet in one
 * group, where the call is made once. A group by key would be simpler to read, but costs the
 * DirectRunner a bundle for each distinct file. A group keeps as many calls in flight as the run
 * allows, writes its answers as one batch, and emits on the processing thread when they are
 * durable.
 */
final class AskModel extends PTransform<PCollection<FileRef>, PCollection<AnalysedFile>> {
  private static final long serialVersionUID = 1;

  private final RunPlan plan;

  AskModel(RunPlan plan) {
    this.plan = plan;
  }

  @Override
  public PCollection<AnalysedFile> expand(PCollection<FileRef> files) {
    return files
        .apply("KeyByInvocation", ParDo.of(new KeyFn(plan)))
        .setCoder(KvCoder.of(VarIntCoder.of(), KvCoder.of(Coders.KEY, Coders.FILE)))
        .apply("Group", GroupByKey.create())
        .apply("Call", ParDo.of(new CallFn(plan)))
        .setCoder(Coders.ANALYSED);
  }

  private static final class KeyFn extends DoFn<FileRef, KV<Integer, KV<InvocationKey, FileRef>>> {
    private static final long serialVersionUID = 1;

    private final ObjectNode common;
    private final ObjectNode parameters;
    private final int shards;

    KeyFn(RunPlan plan) {
      common =
          InvocationKey.common(
              plan.instruction().digest(),
              plan.identity(),
              plan.model(),
              plan.attempts().maxAttempts());
      parameters = plan.parameters();
      shards = plan.shards();
    }

    @ProcessElement
    public void process(
        @Element FileRef file, OutputReceiver<KV<Integer, KV<InvocationKey, FileRef>>> out) {
      ObjectNode input = Json.object().put("content", file.content().hash().hex());
      file.language().ifPresent(language -> input.put("language", language));
      input.set("parameters", parameters);
      InvocationKey key = InvocationKey.of(common, input);
      out.output(KV.of(key.hash().prefix(31) % shards, KV.of(key, file)));
    }
  }

  private static final class CallFn
      extends DoFn<KV<Integer, Iterable<KV<InvocationKey, FileRef>>>, AnalysedFile> {
    private static final long serialVersionUID = 1;

    private final RunPlan plan;

    CallFn(RunPlan plan) {
      this.plan = plan;
    }

    @ProcessElement
    public void process(
        @Element KV<Integer, Iterable<KV<InvocationKey, FileRef>>> group,
        OutputReceiver<AnalysedFile> out)
        throws Exception {
      ListMultimap<InvocationKey, FileRef> files = LinkedListMultimap.create();
      group.getValue().forEach(keyed -> files.put(keyed.getKey(), keyed.getValue()));
      ObjectStore store = WorkerStores.get(plan.store());
      List<AnalysedFile> analysed = new ArrayList<>();
      try (WriteBatch batch = store.begin()) {
        new Swarm(CallPool.ofSize(plan.maxInFlight()), plan.maxInFlight())
            .run(
                calls(store, files),
                called -> {
                  OutcomeRef outcome = keep(called, batch);
                  for (FileRef file : files.get(called.key())) {
                    boolean ownCall = file.equals(files.get(called.key()).get(0));
                    analysed.add(new AnalysedFile(file, outcome, ownCall));
                  }
                });
        batch.commit();
      }
      analysed.forEach(out::output);
    }

    /** One call for each distinct key, on the first of its files: they are all the same. */
    private Iterator<Callable<FileCall.Called>> calls(
        ObjectStore store, ListMultimap<InvocationKey, FileRef> files) {
      FileCall call =
          new FileCall(
              store,
              new InstructionHarness(
                  plan.instruction(),
                  WorkerModels.get(plan.model()),
                  plan.model(),
                  plan.attempts(),
                  new EmbeddedOutline(WorkerModels.get(ModelSpec.of("embedded", "")))),
              FileInput.of(plan.instruction(), plan.parameters()),
              plan.selection().maxFileSize());
      return Iterators.transform(
          files.keySet().iterator(), key -> () -> call.call(key, files.get(key).get(0)));
    }

    private static OutcomeRef keep(FileCall.Called called, WriteBatch batch) throws IOException {
      Outcome outcome = called.outcome();
      OutcomeRef.Ending ending;
      if (outcome instanceof Answer answer) {
        ending = new OutcomeRef.Answered(batch.put(CanonicalJson.encode(answer.value())));
      } else {
        DeadLetter letter = (DeadLetter) outcome;
        ending = new OutcomeRef.Failed(letter.reason(), letter.detail());
      }
      return new OutcomeRef(ending, outcome.attempts(), outcome.tokens(), called.contentTokens());
    }
  }
}
