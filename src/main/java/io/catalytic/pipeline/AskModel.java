package io.catalytic.pipeline;

import com.google.common.collect.Iterators;
import io.catalytic.digest.CanonicalJson;
import io.catalytic.instruction.Answer;
import io.catalytic.instruction.DeadLetter;
import io.catalytic.instruction.InstructionHarness;
import io.catalytic.instruction.Outcome;
import io.catalytic.memo.InvocationKey;
import io.catalytic.pipeline.coder.Coders;
import io.catalytic.store.ObjectStore;
import io.catalytic.store.WriteBatch;
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
 * Makes every invocation once and ends each with an outcome: the swarm.
 *
 * <p>Invocations are grouped by shard; a group keeps as many calls in flight as the run allows,
 * writes the answers as one batch, and emits on the processing thread when they are durable.
 */
final class AskModel
    extends PTransform<PCollection<Invocation>, PCollection<KV<InvocationKey, OutcomeRef>>> {
  private static final long serialVersionUID = 1;

  private final RunPlan plan;

  AskModel(RunPlan plan) {
    this.plan = plan;
  }

  @Override
  public PCollection<KV<InvocationKey, OutcomeRef>> expand(PCollection<Invocation> invocations) {
    return invocations
        .apply("Shard", ParDo.of(new ShardFn(plan.shards())))
        .setCoder(KvCoder.of(VarIntCoder.of(), Coders.INVOCATION))
        .apply("Group", GroupByKey.create())
        .apply("Call", ParDo.of(new CallFn(plan)))
        .setCoder(KvCoder.of(Coders.KEY, Coders.OUTCOME));
  }

  private static final class ShardFn extends DoFn<Invocation, KV<Integer, Invocation>> {
    private static final long serialVersionUID = 1;

    private final int shards;

    ShardFn(int shards) {
      this.shards = shards;
    }

    @ProcessElement
    public void process(
        @Element Invocation invocation, OutputReceiver<KV<Integer, Invocation>> out) {
      out.output(KV.of(invocation.key().hash().prefix(31) % shards, invocation));
    }
  }

  private static final class CallFn
      extends DoFn<KV<Integer, Iterable<Invocation>>, KV<InvocationKey, OutcomeRef>> {
    private static final long serialVersionUID = 1;

    private final RunPlan plan;

    CallFn(RunPlan plan) {
      this.plan = plan;
    }

    @ProcessElement
    public void process(
        @Element KV<Integer, Iterable<Invocation>> group,
        OutputReceiver<KV<InvocationKey, OutcomeRef>> out)
        throws Exception {
      ObjectStore store = WorkerStores.get(plan.store());
      List<KV<InvocationKey, OutcomeRef>> outcomes = new ArrayList<>();
      try (WriteBatch batch = store.begin()) {
        new Swarm(CallPool.ofSize(plan.maxInFlight()), plan.maxInFlight())
            .run(
                calls(store, group.getValue().iterator()),
                called -> outcomes.add(KV.of(called.invocation().key(), keep(called, batch))));
        batch.commit();
      }
      outcomes.forEach(out::output);
    }

    private Iterator<Callable<FileCall.Called>> calls(
        ObjectStore store, Iterator<Invocation> invocations) {
      FileCall call =
          new FileCall(
              store,
              new InstructionHarness(
                  plan.instruction(), WorkerModels.get(plan.model()), plan.attempts()),
              FileInput.of(plan.instruction(), plan.parameters()),
              plan.selection().maxFileSize());
      return Iterators.transform(invocations, invocation -> () -> call.call(invocation));
    }

    private static OutcomeRef keep(FileCall.Called called, WriteBatch batch) throws Exception {
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
