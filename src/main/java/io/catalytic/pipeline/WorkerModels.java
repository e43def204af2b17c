package io.catalytic.pipeline;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import io.catalytic.model.CallGate;
import io.catalytic.model.ModelClient;
import io.catalytic.model.ModelSpec;
import io.catalytic.model.Models;
import io.catalytic.model.TokenBudget;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;

/** The model clients that a worker process has open: one for each spec, shared by its threads. */
final class WorkerModels {
  private static final int MOST_RUNS = 64;
  private static final Map<ModelSpec, ModelClient> OPEN = new ConcurrentHashMap<>();

  /** What a run has spent in this process, and whether its server is there. */
  private static final Cache<String, CallGate> GATES =
      CacheBuilder.newBuilder().maximumSize(MOST_RUNS).build();

  private WorkerModels() {}

  /** Returns the client for a model; it stays open as long as the process lives. */
  static ModelClient get(ModelSpec spec) {
    return OPEN.computeIfAbsent(spec, Models::open);
  }

  /** Returns what all calls of a run in this process go through. */
  static CallGate gate(RunPlan plan) throws ExecutionException {
    return GATES.get(
        plan.runId(),
        () ->
            new CallGate(
                get(plan.model()),
                plan.limits().maxInFlight(),
                new TokenBudget(plan.limits().budgetTokens()),
                plan.limits().serverPatience()));
  }
}
