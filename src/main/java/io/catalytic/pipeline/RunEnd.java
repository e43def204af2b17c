package io.catalytic.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** How far a run has come when {@link PipelineRun#run} returns. */
public sealed interface RunEnd {

  /**
   * It is done.
   *
   * @param record what it wrote
   */
  record Finished(JsonNode record) implements RunEnd {}

  /**
   * A cluster has it, and ends it by itself.
   *
   * @param jobId the cluster's name for it, if that is known
   */
  record Submitted(Optional<String> jobId) implements RunEnd {}
}
