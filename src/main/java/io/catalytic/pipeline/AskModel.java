package io.catalytic.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.Iterators;
import com.google.common.collect.LinkedListMultimap;
import com.google.common.collect.ListMultimap;
import io.catalytic.digest.CanonicalJson;
import io.catalytic.extract.EmbeddedOutline;
import io.catalytic.instruction.Answer;
import io.catalytic.instruction.DeadLetter;
import io.catalytic.instruction.InstructionHarness;
import io.catalytic.instruction.Outcome;
import io.catalytic.memo.InputKey;
import io.catalytic.memo.InvocationKey;
import io.catalytic.memo.KeptAnswer;
import io.catalytic.memo.Memo;
import io.catalytic.memo.MemoRange;
import io.catalytic.memo.Provenance;
import io.catalytic.memo.RememberingClient;
import io.catalytic.memo.RememberingClient.Remembered;
import io.catalytic.model.ModelSpec;
import io.catalytic.model.Models;
import io.catalytic.model.TokenCounts;
import io.catalytic.pipeline.coder.Coders;
import io.catalytic.pipeline.progress.Step;
import io.catalytic.store.ObjectStore;
import io.catalytic.store.WriteBatch;
import io.catalytic.tokens.TokenCounter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.jspecify.annotations.Nullable;

/**
 * Gives every file an outcome: the swarm.
 *
 * <p>Files are grouped by the leading bits of their inputs' keys, so that all with the same input
 * meet in one group, where the call is made once, beside what the memo has of them. A group by the
 * whole key would be simpler to read, but costs the DirectRunner a bundle for each distinct file. A
 * group keeps as many calls in flight as the run allows, writes its answers as one batch, and emits
 * on the processing thread when they are durable. What models write is durable before that, call by
 * call.
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
        .apply("KeyByInput", ParDo.of(new KeyFn(plan)))
        .setCoder(KvCoder.of(VarIntCoder.of(), KvCoder.of(Coders.KEY, Coders.FILE)))
        .apply("Group", GroupByKey.create())
        .apply("Call", ParDo.of(new CallFn(plan)))
        .setCoder(Coders.ANALYSED);
  }

  static final class KeyFn extends DoFn<FileRef, KV<Integer, KV<InputKey, FileRef>>> {
    private static final long serialVersionUID = 1;

    private final RunPlan plan;
    private transient @Nullable InputForm form;

    KeyFn(RunPlan plan) {
      this.plan = plan;
    }

    @Setup
    public void setUp() {
      form = InputForm.of(plan);
    }

    @ProcessElement
    public void process(
        @Element FileRef file, OutputReceiver<KV<Integer, KV<InputKey, FileRef>>> out) {
      InputKey key = InputKey.of(Objects.requireNonNull(form).name(file));
      out.output(KV.of(key.hash().prefix(plan.callBits()), KV.of(key, file)));
    }
  }

  private static final class CallFn
      extends RunFn<KV<Integer, Iterable<KV<InputKey, FileRef>>>, AnalysedFile> {
    private static final long serialVersionUID = 1;

    CallFn(RunPlan plan) {
      super(plan);
    }

    @Override
    void prepare() {
      TokenCounter.load(); // or the first calls' turns would be held until it is
    }

    @ProcessElement
    public void process(
        @Element KV<Integer, Iterable<KV<InputKey, FileRef>>> group,
        OutputReceiver<AnalysedFile> out)
        throws Exception {
      RunMetrics metrics = begin(Step.ASK, group.getKey());
      ListMultimap<InputKey, FileRef> files = LinkedListMultimap.create();
      group.getValue().forEach(keyed -> files.put(keyed.getKey(), keyed.getValue()));
      ObjectStore store = store();
      MemoRange range = MemoRange.ofPrefix(plan.callBits(), group.getKey());
      Memo memo = Memo.open(store, range, files.keySet(), plan.memo());
      FileCall call = call(store, memo);
      ObjectNode common = plan.invocation();

      List<AnalysedFile> analysed = new ArrayList<>();
      List<KeptAnswer> fresh = new ArrayList<>();
      List<InputKey> open = new ArrayList<>();
      for (InputKey input : files.keySet()) {
        Optional<KeptAnswer> known = memo.answer(InvocationKey.of(common, input));
        known.ifPresentOrElse(
            answer -> tell(files.get(input), remembered(answer), metrics, analysed),
            () -> open.add(input));
      }
      try (WriteBatch batch = store.begin()) {
        Iterable<Callable<FileCall.Called>> calls =
            () ->
                Iterators.transform(
                    open.iterator(), input -> () -> call.call(input, files.get(input).get(0)));
        int most = CallPool.threads(plan.limits().maxInFlight());
        new Swarm(CallPool.ofSize(most), most)
            .run(
                calls.iterator(),
                called -> {
                  OutcomeRef outcome = outcome(called, batch);
                  tell(files.get(called.input()), outcome, metrics, analysed);
                  answer(called.input(), common, outcome).ifPresent(fresh::add);
                });
        memo.finish(batch, fresh);
      }
      analysed.forEach(out::output);
    }

    private FileCall call(ObjectStore store, Memo memo) throws ExecutionException {
      RememberingClient client =
          new RememberingClient(
              memo,
              place().gate(),
              plan.identity(),
              plan.model(),
              Models.provider(plan.model().provider()).readsPrompts(),
              plan.limits().invocationTimeout());
      InstructionHarness harness =
          new InstructionHarness(
              plan.instruction(),
              client,
              plan.model(),
              plan.attempts(),
              plan.limits().chunks(),
              new EmbeddedOutline(place().model(ModelSpec.of("embedded", ""))));
      return new FileCall(
          store, client, harness, InputForm.of(plan), plan.selection().maxFileSize());
    }

    /** One call for all files of an input: they are all the same. */
    private static void tell(
        List<FileRef> files, OutcomeRef outcome, RunMetrics metrics, List<AnalysedFile> analysed) {
      for (FileRef file : files) {
        boolean ownCall = outcome.called() && file.equals(files.get(0));
        AnalysedFile ended = new AnalysedFile(file, outcome, ownCall);
        metrics.ended(ended);
        analysed.add(ended);
      }
    }

    private static OutcomeRef remembered(KeptAnswer answer) {
      return new OutcomeRef(
          new OutcomeRef.Answered(answer.result()),
          answer.provenance(),
          answer.contentTokens(),
          TokenCounts.NONE,
          false);
    }

    private static OutcomeRef outcome(FileCall.Called called, WriteBatch batch) throws IOException {
      Remembered<Outcome> made = called.outcome();
      OutcomeRef.Ending ending;
      int chunks = 1;
      boolean recovered = false;
      if (made.value() instanceof Answer answer) {
        ending = new OutcomeRef.Answered(batch.put(CanonicalJson.encode(answer.value())));
        chunks = answer.chunks();
        recovered = answer.recovered();
      } else {
        DeadLetter letter = (DeadLetter) made.value();
        ending = new OutcomeRef.Failed(letter.reason(), letter.detail());
      }
      Outcome outcome = made.value();
      Provenance provenance =
          new Provenance(
              outcome.attempts(), outcome.tokens(), made.durationMillis(), chunks, recovered);
      return new OutcomeRef(
          ending, provenance, called.contentTokens(), made.spent(), made.calls() > 0);
    }

    /** Only answers are kept: what has none gets another chance. */
    private static Optional<KeptAnswer> answer(
        InputKey input, ObjectNode common, OutcomeRef outcome) {
      return outcome.ending() instanceof OutcomeRef.Answered answered
          ? Optional.of(
              new KeptAnswer(
                  input,
                  InvocationKey.of(common, input),
                  answered.result(),
                  outcome.contentTokens(),
                  outcome.provenance()))
          : Optional.empty();
    }
  }
}
