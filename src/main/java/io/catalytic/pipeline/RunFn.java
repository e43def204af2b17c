package io.catalytic.pipeline;

import io.catalytic.pipeline.progress.Step;
import io.catalytic.store.ObjectStore;
import java.io.IOException;
import org.apache.beam.sdk.transforms.DoFn;
import org.jspecify.annotations.Nullable;

/**
 * A step that works for a run, in whatever process: it has the run's store and models, and fails
 * before its first element where a machine can't see what the run needs.
 */
abstract class RunFn<InputT, OutputT> extends DoFn<InputT, OutputT> {
  private static final long serialVersionUID = 1;

  final RunPlan plan;
  private transient @Nullable Workplace place;

  RunFn(RunPlan plan) {
    this.plan = plan;
  }

  /** Called by Beam. */
  @Setup
  public final void enter() throws IOException {
    place = Workplace.enter(plan);
    prepare();
  }

  /** Makes what does not travel, before the first element. */
  void prepare() {}

  /** Called by Beam. */
  @Teardown
  public final void leave() throws IOException {
    Workplace entered = place;
    place = null;
    if (entered != null) {
      entered.leave();
    }
  }

  final Workplace place() {
    if (place == null) {
      throw new IllegalStateException("Beam sets a step up before it uses it");
    }
    return place;
  }

  /** Begins to count for a group, perhaps again. */
  final RunMetrics begin(Step step, Integer group) {
    return new RunMetrics(place().progress().begin(step, group));
  }

  final ObjectStore store() {
    return place().store();
  }
}
