package io.catalytic.job;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catalytic.digest.Json;
import io.catalytic.model.ModelSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes a job spec in its file's form, every key in the schema's order. */
final class JobSpecWriter {
  private JobSpecWriter() {}

  static ObjectNode write(JobSpec spec) {
    ObjectNode json =
        Json.object()
            .put("version", JobSpec.VERSION)
            .put("domain", spec.domain())
            .put("inputs", spec.inputsFile());
    fill(json.putArray("include"), spec.selection().include());
    fill(json.putArray("exclude"), spec.selection().exclude());
    json.put("use_gitignore", spec.selection().useGitignore());
    json.put("use_ignore", spec.selection().useIgnore());
    json.put("max_file_size", spec.selection().maxFileSize());
    json.putObject("instruction")
        .put("name", spec.instruction().name())
        .set("parameters", spec.instruction().parameters());
    json.set("model", model(spec.model()));
    json.set("limits", limits(spec.limits()));
    json.put("memo", spec.memo().wireName());
    return json.put("store", spec.storeLocation()).put("output", spec.outputDirectory());
  }

  private static ObjectNode limits(JobLimits limits) {
    ObjectNode json =
        Json.object()
            .put("max_attempts", limits.attempts().maxAttempts())
            .put("first_pause_ms", limits.attempts().firstPause().toMillis())
            .put("longest_pause_ms", limits.attempts().longestPause().toMillis())
            .put("max_in_flight", inFlight(limits))
            .put("budget_tokens", budget(limits))
            .put("invocation_timeout_ms", limits.invocationTimeout().toMillis())
            .put("server_faults", limits.serverFaults())
            .put("server_patience_ms", limits.serverPatience().toMillis());
    json.putObject("chunks")
        .put("token_margin", limits.chunks().tokenMargin())
        .put("feedback_tokens", limits.chunks().feedbackTokens())
        .put("max_splits", limits.chunks().maxSplits())
        .put("max_summaries", limits.chunks().maxSummaries());
    return json;
  }

  private static @Nullable Integer inFlight(JobLimits limits) {
    return limits.maxInFlight() == JobLimits.ASK_SERVER ? null : limits.maxInFlight();
  }

  private static @Nullable Long budget(JobLimits limits) {
    return limits.budgetTokens() == JobLimits.NO_BUDGET ? null : limits.budgetTokens();
  }

  private static ObjectNode model(ModelSpec model) {
    String name = model.name().isEmpty() ? model.provider() : model.provider() + ":" + model.name();
    return Json.object()
        .put("name", name)
        .put("url", model.baseUrl())
        .put("context_tokens", model.contextTokens())
        .put("max_output_tokens", model.maxOutputTokens())
        .put("temperature", model.temperature())
        .put("seed", model.seed())
        .put("timeout_ms", model.timeout().toMillis())
        .put("max_reply_bytes", model.maxReplyBytes());
  }

  private static void fill(ArrayNode array, List<String> values) {
    values.forEach(array::add);
  }
}
