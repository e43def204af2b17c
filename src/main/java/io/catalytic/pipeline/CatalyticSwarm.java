package io.catalytic.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catalytic.digest.CanonicalJson;
import io.catalytic.digest.Json;
import io.catalytic.job.JobSpec;
import io.catalytic.job.RunnerConfig;
import io.catalytic.job.SpecException;
import io.catalytic.job.Workspace;
import io.catalytic.model.ModelException;
import io.catalytic.run.RunFiles;
import io.catalytic.run.RunId;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Follows an instruction on each of many inputs: {@code map} for programs. Stateless but for what
 * it was made with; each call is a run of its own.
 */
public final class CatalyticSwarm {
  private final JobSpec job;
  private final RunnerConfig config;

  /**
   * Prepares.
   *
   * @param job whose model, limits, parameters, store and output directory count; its domain and
   *     inputs do not. If it names an output directory, that is good for one call.
   * @param config where the runs run
   * @throws IllegalArgumentException if nobody would wait for them
   */
  public CatalyticSwarm(JobSpec job, RunnerConfig config) {
    if (config.isDetached()) {
      throw new IllegalArgumentException("answers are waited for: attachedMode must be true");
    }
    this.job = job;
    this.config = config;
  }

  /**
   * What came of a map. Holds all answers.
   *
   * @param record the run record
   * @param output directory of the run's files
   * @param results one for each input, in the inputs' order
   */
  public record Mapped(JsonNode record, Path output, List<Result> results) {
    /** Takes a copy. */
    public Mapped {
      results = List.copyOf(results);
    }
  }

  /**
   * What came of one input.
   *
   * @param output the answer, which fits the instruction's output schema; empty if there is none
   * @param reason why there is none, as {@code schema_violation}; empty if there is one
   * @param detail for people; empty if there is an answer
   */
  public record Result(Optional<JsonNode> output, Optional<String> reason, String detail) {}

  /**
   * Runs an instruction on inputs.
   *
   * @param instruction a built-in one's id, or the path of a file
   * @param inputs read once, in order; written to a file beside the run's own
   * @throws IllegalArgumentException if the instruction or its parameters are not right, or an
   *     input has no canonical JSON
   * @throws SpecException if Beam or Flink do not take the runner config
   * @throws ModelException if the model can't be asked
   * @throws IOException if the run failed; that some inputs have no answer is no failure
   */
  public Mapped map(String instruction, Iterable<ObjectNode> inputs)
      throws IOException, SpecException, ModelException, InterruptedException {
    String runId = RunId.next();
    Workspace workspace = Workspace.of(job.store(), job.output(), runId, System.getenv());
    Path output = workspace.output();
    Path file = inputsBeside(output);
    int count = write(inputs, file);
    JobSpec mapped = job.asking(instruction).withInputs(file.toString());
    RunEnd end = PipelineRun.run(Preflight.plan(mapped, runId, workspace, false), config);
    if (end instanceof RunEnd.Finished finished) {
      return new Mapped(finished.record(), output, results(output, count));
    }
    throw new IOException("flink run -d does not wait for the answers; leave -d out");
  }

  /** Returns where inputs are kept that were no file: beside the run's directory. */
  public static Path inputsBeside(Path output) throws IOException {
    Path name = Objects.requireNonNull(output.getFileName());
    Path directory = Objects.requireNonNull(output.toAbsolutePath().getParent());
    Files.createDirectories(directory);
    return directory.resolve(name + ".inputs.jsonl");
  }

  private static int write(Iterable<ObjectNode> inputs, Path file) throws IOException {
    int count = 0;
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      for (ObjectNode input : inputs) {
        out.write(CanonicalJson.encode(input));
        out.write('\n');
        count++;
      }
    }
    return count;
  }

  private static List<Result> results(Path output, int count) throws IOException {
    List<@Nullable Result> results = new ArrayList<>(Collections.nCopies(count, null));
    for (String file : List.of(RunFiles.RESULTS, RunFiles.DEAD_LETTERS, RunFiles.SKIPPED)) {
      try (BufferedReader lines =
          Files.newBufferedReader(output.resolve(file), StandardCharsets.UTF_8)) {
        for (String text = lines.readLine(); text != null; text = lines.readLine()) {
          JsonNode line = Json.parse(text);
          int index = Integer.parseInt(line.get("path").textValue()) - 1;
          results.set(index, result(line));
        }
      }
    }
    return results.stream().map(Objects::requireNonNull).toList();
  }

  /** The line of an input without an answer is overlaid by the one that says why. */
  private static Result result(JsonNode line) {
    return new Result(
        Optional.ofNullable(line.get("output")).filter(JsonNode::isObject),
        Optional.ofNullable(line.get("reason")).map(JsonNode::textValue),
        line.path("detail").asText(""));
  }
}
