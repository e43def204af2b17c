package io.catalytic.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catalytic.instruction.AttemptPolicy;
import io.catalytic.instruction.Instruction;
import io.catalytic.job.JobLimits;
import io.catalytic.memo.InvocationKey;
import io.catalytic.memo.MemoUse;
import io.catalytic.merkle.TrieBins;
import io.catalytic.model.ModelIdentity;
import io.catalytic.model.ModelSpec;
import io.catalytic.pipeline.progress.ProgressDirectory;
import io.catalytic.pipeline.source.Source;
import io.catalytic.selection.SelectionNotices;
import io.catalytic.selection.SelectionPolicy;
import java.io.Serializable;
import java.nio.file.Path;

/**
 * Everything that a worker has to know of a run. Travels with the pipeline.
 *
 * @param runId names the run
 * @param startedAt milliseconds since the epoch
 * @param source what is borrowed
 * @param store location of the object store
 * @param output directory for the run's files
 * @param instruction what is asked
 * @param parameters of the instruction, the same for all files
 * @param model who is asked
 * @param identity who that was when the run began
 * @param selection which files are analysed
 * @param attempts how often a model is asked for one answer
 * @param limits how much may be done
 * @param memo what is done with what earlier runs remembered
 * @param shards how many groups work is cut into: each is held by one worker at a time, and costs
 *     the DirectRunner a bundle in every step
 * @param listed how much there was to see before the run began
 * @param notices what there is to tell of the selection
 * @param repair whether the domain is put back if it did not come back
 */
public record RunPlan(
    String runId,
    long startedAt,
    Source source,
    String store,
    String output,
    Instruction instruction,
    ObjectNode parameters,
    ModelSpec model,
    ModelIdentity identity,
    SelectionPolicy selection,
    AttemptPolicy attempts,
    JobLimits limits,
    MemoUse memo,
    int shards,
    Listed listed,
    SelectionNotices notices,
    boolean repair)
    implements Serializable {
  private static final int FEWEST_CALL_GROUPS = 8;

  /**
   * How much a source has.
   *
   * @param entries all of them
   * @param files those that are no directories
   */
  public record Listed(long entries, long files) implements Serializable {}

  /** Returns what the keys of all invocations of the run have in common. */
  ObjectNode invocation() {
    return InvocationKey.common(
        instruction.digest(), identity, model, attempts.maxAttempts(), limits.chunks());
  }

  /** Returns where the run's processes say how far they are. */
  ProgressDirectory progress() {
    return new ProgressDirectory(Path.of(output), runId);
  }

  /** Returns how many leading bits of a trie key choose the group that folds it. */
  int prefixBits() {
    int bits = Integer.SIZE - Integer.numberOfLeadingZeros(shards - 1);
    return Math.min(bits, TrieBins.MAX_PREFIX_BITS);
  }

  /**
   * Returns how many leading bits of an input's key choose the group that asks for it. Groups of
   * calls are smaller than others: a worker that has no more of them leaves the model's server to
   * others. But one group alone should keep all calls in flight that may be, or there would be a
   * gap whenever one ends.
   */
  int callBits() {
    long groups = Math.max(FEWEST_CALL_GROUPS, listed.files() / limits.maxInFlight());
    int filled = Long.SIZE - 1 - Long.numberOfLeadingZeros(groups);
    return Math.min(Math.min(prefixBits() + 2, filled), TrieBins.MAX_PREFIX_BITS);
  }
}
