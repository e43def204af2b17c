package io.catalytic.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catalytic.digest.Json;
import io.catalytic.memo.MemoUse;
import io.catalytic.model.ModelSpec;
import io.catalytic.selection.SelectionPolicy;
import java.io.Serializable;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What to run: the one configuration object, whether it came from a file, from flags, or from flags
 * laid over a file. Immutable; travels to the workers.
 *
 * <p>Relative paths start at the current directory, in a file too: a job that is kept in one place
 * is mostly run on another. {@code schemas/job.schema.json} describes the file.
 *
 * @param domain the directory to analyse
 * @param inputsFile a file of inputs to take in its place, one JSON object a line, or null
 * @param selection which of its files
 * @param instruction what is asked about each
 * @param model who is asked
 * @param limits how much the job may do
 * @param memo what it does with what earlier ones remembered
 * @param storeLocation directory or URI of the store, or null for the usual one
 * @param outputDirectory directory of the run's files, or null for the usual one
 */
public record JobSpec(
    String domain,
    @Nullable String inputsFile,
    SelectionPolicy selection,
    InstructionChoice instruction,
    ModelSpec model,
    JobLimits limits,
    MemoUse memo,
    @Nullable String storeLocation,
    @Nullable String outputDirectory)
    implements Serializable {

  /** Version of the format that is read and written. */
  public static final int VERSION = 1;

  /** Name of the built-in job that {@code analyze} lays its flags over. */
  public static final String MAIN_JOB = "codebase-analysis";

  /**
   * Reads a job.
   *
   * @param nameOrPath a built-in job's bare name, as {@value #MAIN_JOB}, or the path of a YAML file
   *     (a file of such a bare name is reached as {@code ./name})
   * @param overlay an object in the file's own form that is laid over it, as the command line's
   *     flags: objects merge, any other value replaces
   * @throws SpecException with everything that is wrong
   */
  public static JobSpec load(String nameOrPath, ObjectNode overlay) throws SpecException {
    return JobSpecReader.read(SpecFile.find(nameOrPath, "pipelines"), overlay);
  }

  /** Reads a job without flags; as {@link #load(String, ObjectNode)}. */
  public static JobSpec load(String nameOrPath) throws SpecException {
    return load(nameOrPath, Json.object());
  }

  /** Returns the file of inputs, if there is one. */
  public Optional<String> inputs() {
    return Optional.ofNullable(inputsFile);
  }

  /** Returns this job on another file of inputs. */
  public JobSpec withInputs(String file) {
    return new JobSpec(
        domain, file, selection, instruction, model, limits, memo, storeLocation, outputDirectory);
  }

  /** Returns this job with another instruction, and the same parameters of it. */
  public JobSpec asking(String instructionNameOrPath) {
    return new JobSpec(
        domain,
        inputsFile,
        selection,
        new InstructionChoice(instructionNameOrPath, instruction.parameters()),
        model,
        limits,
        memo,
        storeLocation,
        outputDirectory);
  }

  /** Returns where the store is, if that was given. */
  public Optional<String> store() {
    return Optional.ofNullable(storeLocation);
  }

  /** Returns where the run's files go, if that was given. */
  public Optional<String> output() {
    return Optional.ofNullable(outputDirectory);
  }

  /** Returns the job in its file's form with every key; reading that gives an equal job. */
  public JsonNode toJson() {
    return JobSpecWriter.write(this);
  }
}
