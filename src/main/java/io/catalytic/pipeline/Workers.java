package io.catalytic.pipeline;

import io.catalytic.model.Models;
import java.util.Optional;

/** What the run's worker can do. */
final class Workers {
  private Workers() {}

  /** Returns whether the worker can follow the run's instruction on text of this language. */
  static boolean reads(RunPlan plan, Optional<String> language) {
    return Models.provider(plan.model().provider()).reads(plan.instruction().id(), language);
  }
}
