package io.catalytic.pipeline;

import io.catalytic.domain.Domain;
import io.catalytic.instruction.Instruction;
import io.catalytic.instruction.Instructions;
import io.catalytic.job.JobLimits;
import io.catalytic.job.JobSpec;
import io.catalytic.job.Workspace;
import io.catalytic.model.ModelClient;
import io.catalytic.model.ModelException;
import io.catalytic.model.ModelIdentity;
import io.catalytic.model.ModelProvider;
import io.catalytic.model.Models;
import io.catalytic.pipeline.progress.ProgressDirectory;
import io.catalytic.pipeline.source.DirectorySource;
import io.catalytic.pipeline.source.LinesSource;
import io.catalytic.pipeline.source.ObjectsSource;
import io.catalytic.pipeline.source.Source;
import io.catalytic.run.RunFiles;
import io.catalytic.store.Stores;
import io.catalytic.store.remote.ObjectTree;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Everything that can be known to be wrong before a run starts, found before it starts: in a
 * second, and not after an hour. Loads no class of Beam.
 */
public final class Preflight {
  private static final int PATHS_PER_SHARD = 500;
  private static final int FEWEST_SHARDS = 8;
  private static final int MOST_SHARDS = 1024;

  private Preflight() {}

  /**
   * Returns the plan of a run.
   *
   * @param job what to run
   * @param runId names it
   * @param workspace where it keeps things
   * @param repair whether the domain is put back if it does not come back
   * @throws IOException if the domain, the store or the output directory can't be used
   * @throws IllegalArgumentException if the instruction, the model and the domain do not go
   *     together
   * @throws ModelException if the model can't be asked
   */
  public static RunPlan plan(JobSpec job, String runId, Workspace workspace, boolean repair)
      throws IOException, ModelException, InterruptedException {
    Source source = source(job, workspace);
    if (repair && source.directory().isEmpty()) {
      throw new IllegalArgumentException("only a directory can be put back (--repair)");
    }
    Instruction instruction = instruction(job);
    refuseUsed(workspace.output(), runId);
    ModelIdentity identity;
    JobLimits limits;
    try (ModelClient client = Models.open(job.model())) {
      identity = client.identity();
      limits = job.limits().askedOf(client);
    }
    // Both made before the first walk: their parents may be in the domain, and are then part of it.
    Stores.open(workspace.store()).close();
    Files.createDirectories(workspace.output());
    if (!Files.isWritable(workspace.output())) {
      throw new AccessDeniedException(
          workspace.output().toString(), null, "the run's files can't be written there");
    }
    SourceReview review = new SourceReview(source, job.selection());
    source.forEach(review::take);
    return new RunPlan(
        runId,
        System.currentTimeMillis(),
        source,
        workspace.store(),
        workspace.output().toString(),
        instruction,
        job.instruction().parameters(),
        job.model(),
        identity,
        job.selection(),
        job.limits().attempts(),
        limits,
        job.memo(),
        shards(review.listed().entries()),
        review.listed(),
        review.notices(),
        repair);
  }

  /** Returns what a job borrows. */
  static Source source(JobSpec job, Workspace workspace) throws IOException {
    if (job.inputs().isPresent()) {
      return LinesSource.of(Path.of(job.inputs().get()));
    }
    return ObjectTree.isLocation(job.domain())
        ? ObjectsSource.at(job.domain(), workspace.store())
        : DirectorySource.of(Domain.of(Path.of(job.domain()), workspace.own()));
  }

  /**
   * Returns what a job asks.
   *
   * @throws IllegalArgumentException if files can't be its input, or the worker can't follow it
   */
  static Instruction instruction(JobSpec job) {
    Instruction instruction = Instructions.load(job.instruction().name());
    if (job.inputs().isPresent()) {
      JsonInput.of(instruction, job.instruction().parameters());
    } else {
      FileInput.of(instruction, job.instruction().parameters());
    }
    ModelProvider provider = Models.provider(job.model().provider());
    if (!instruction.id().equals(Instructions.NONE) && !provider.follows(instruction.id())) {
      throw new IllegalArgumentException(
          "the "
              + provider.provider()
              + " worker can't follow the instruction "
              + instruction.id()
              + ", for which a language model is needed: start one (ollama serve) and name it, as"
              + " --model ollama:NAME; or --model openai:NAME --model-url URL for any other"
              + " server");
    }
    Optional<String> given = FileInput.language(job.instruction().parameters());
    if (given.isPresent() && !provider.reads(instruction.id(), given)) {
      throw new IllegalArgumentException(
          "the "
              + provider.provider()
              + " worker does not read \""
              + given.get()
              + "\", which the instruction's parameters say that all files are; leave it out to go"
              + " by the files' names");
    }
    return instruction;
  }

  /** Enough for many workers and for what one may hold; no more, as each costs. */
  private static int shards(long paths) {
    return (int) Math.max(FEWEST_SHARDS, Math.min(MOST_SHARDS, paths / PATHS_PER_SHARD));
  }

  /** A run that was killed, and did not come to its outputs, leaves the directory to others. */
  private static void refuseUsed(Path output, String runId) throws IOException {
    if (!Files.exists(output)) {
      return;
    }
    List<String> left = names(output);
    if (left.equals(List.of(RunFiles.PROGRESS))) {
      new ProgressDirectory(output, runId).remove();
      left = names(output);
    }
    if (!left.isEmpty()) {
      throw new FileAlreadyExistsException(
          output.toString(),
          null,
          "is not empty; give another directory for the run's files with --out");
    }
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> String.valueOf(file.getFileName())).limit(2).toList();
    }
  }
}
