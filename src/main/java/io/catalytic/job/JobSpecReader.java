package io.catalytic.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.Streams;
import io.catalytic.instruction.AttemptPolicy;
import io.catalytic.instruction.ChunkLimits;
import io.catalytic.memo.MemoUse;
import io.catalytic.model.ModelSpec;
import io.catalytic.selection.GlobSyntaxException;
import io.catalytic.selection.SelectionPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** From a file and what is laid over it to a {@link JobSpec}, or to all that is wrong. */
final class JobSpecReader {
  private static final SpecSchema SCHEMA = SpecSchema.named("job");

  private JobSpecReader() {}

  static JobSpec read(SpecFile file, ObjectNode overlay) throws SpecException {
    JsonNode parsed = Yaml.parse(file);
    // Flags go over a mapping only: they must not hide that the file is none.
    JsonNode document = parsed.isObject() ? Overlay.lay(overlay, parsed) : parsed;
    if (overlay.has("domain") && document instanceof ObjectNode object) {
      object.remove("inputs"); // in the place of which the directory was named
    }
    List<SpecFault> faults = new ArrayList<>(SCHEMA.faults(document, file.name(), overlay));
    if (document.isObject()) {
      if (overlay.has("domain") && document.path("inputs").isTextual()) {
        faults.add(
            new SpecFault(file.name(), "/inputs", "is given, so that the job takes no directory"));
      }
      globFaults(document, file.name(), overlay, faults);
    }
    if (faults.isEmpty()) {
      ObjectNode job = SCHEMA.filled(document);
      modelFault(job.get("model"), file.name(), overlay, faults);
      pauseFault(job.get("limits"), file.name(), overlay, faults);
      if (faults.isEmpty()) {
        return build(job);
      }
    }
    throw new SpecException(faults);
  }

  private static void globFaults(
      JsonNode document, String source, ObjectNode overlay, List<SpecFault> faults) {
    for (String key : List.of("include", "exclude")) {
      int index = 0;
      for (JsonNode glob : document.path(key)) {
        String pointer = "/" + key + "/" + index++;
        if (glob.isTextual()) {
          try {
            new SelectionPolicy(List.of(glob.textValue()), List.of(), true, true, 0);
          } catch (GlobSyntaxException e) {
            faults.add(
                new SpecFault(
                    overlay.has(key) ? Overlay.NAME : source,
                    pointer,
                    String.valueOf(e.getMessage())));
          }
        }
      }
    }
  }

  private static void modelFault(
      JsonNode model, String source, ObjectNode overlay, List<SpecFault> faults) {
    if (model.get("max_output_tokens").intValue() >= model.get("context_tokens").intValue()) {
      boolean flag = overlay.path("model").has("max_output_tokens");
      faults.add(
          new SpecFault(
              flag ? Overlay.NAME : source,
              "/model/max_output_tokens",
              "must be below context_tokens, "
                  + model.get("context_tokens")
                  + "; got "
                  + model.get("max_output_tokens")));
    }
  }

  private static void pauseFault(
      JsonNode limits, String source, ObjectNode overlay, List<SpecFault> faults) {
    if (limits.get("longest_pause_ms").intValue() < limits.get("first_pause_ms").intValue()) {
      boolean flag = overlay.path("limits").has("longest_pause_ms");
      faults.add(
          new SpecFault(
              flag ? Overlay.NAME : source,
              "/limits/longest_pause_ms",
              "must be at least first_pause_ms, "
                  + limits.get("first_pause_ms")
                  + "; got "
                  + limits.get("longest_pause_ms")));
    }
  }

  private static JobSpec build(ObjectNode job) {
    return new JobSpec(
        job.get("domain").textValue(),
        textOrNull(job.get("inputs")),
        new SelectionPolicy(
            strings(job.get("include")),
            strings(job.get("exclude")),
            job.get("use_gitignore").booleanValue(),
            job.get("use_ignore").booleanValue(),
            job.get("max_file_size").longValue()),
        InstructionChoice.of(job.get("instruction")),
        model(job.get("model")),
        limits(job.get("limits")),
        MemoUse.ofWireName(job.get("memo").textValue()),
        textOrNull(job.get("store")),
        textOrNull(job.get("output")));
  }

  private static JobLimits limits(JsonNode limits) {
    JsonNode chunks = limits.get("chunks");
    return new JobLimits(
        new AttemptPolicy(
            limits.get("max_attempts").intValue(),
            millis(limits, "first_pause_ms"),
            millis(limits, "longest_pause_ms")),
        new ChunkLimits(
            chunks.get("token_margin").doubleValue(),
            chunks.get("feedback_tokens").intValue(),
            chunks.get("max_splits").intValue(),
            chunks.get("max_summaries").intValue()),
        limits.get("max_in_flight").asInt(JobLimits.ASK_SERVER),
        limits.get("budget_tokens").asLong(JobLimits.NO_BUDGET),
        millis(limits, "invocation_timeout_ms"),
        limits.get("server_faults").intValue(),
        millis(limits, "server_patience_ms"));
  }

  private static Duration millis(JsonNode object, String key) {
    return Duration.ofMillis(object.get(key).longValue());
  }

  private static ModelSpec model(JsonNode model) {
    String name = model.get("name").textValue();
    int colon = name.indexOf(':');
    return new ModelSpec(
        colon < 0 ? name : name.substring(0, colon),
        colon < 0 ? "" : name.substring(colon + 1),
        textOrNull(model.get("url")),
        model.get("context_tokens").intValue(),
        model.get("max_output_tokens").intValue(),
        model.get("temperature").doubleValue(),
        model.get("seed").intValue(),
        millis(model, "timeout_ms"),
        model.get("max_reply_bytes").intValue());
  }

  private static List<String> strings(JsonNode array) {
    return Streams.stream(array).map(JsonNode::textValue).toList();
  }

  private static @Nullable String textOrNull(JsonNode node) {
    return node.textValue();
  }
}
