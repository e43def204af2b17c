package io.catalytic.pipeline;

import io.catalytic.model.ModelClient;
import io.catalytic.model.ModelSpec;
import io.catalytic.model.Models;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The model clients that a worker process has open: one for each spec, shared by its threads. */
final class WorkerModels {
  private static final Map<ModelSpec, ModelClient> OPEN = new ConcurrentHashMap<>();

  private WorkerModels() {}

  /** Returns the client for a model; it stays open as long as the process lives. */
  static ModelClient get(ModelSpec spec) {
    return OPEN.computeIfAbsent(spec, Models::open);
  }
}
