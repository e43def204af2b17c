package io.catalytic.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catalytic.domain.Entry;
import io.catalytic.pipeline.source.Source;
import io.catalytic.run.Borrowed;
import io.catalytic.selection.Selection;
import io.catalytic.selection.SelectionPolicy;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides which entries of a source are analysed. Thread-safe. */
interface EntryChooser {
  /**
   * Returns what becomes of an entry; empty for a directory, which is never analysed nor skipped.
   *
   * @param bytes its content, or null if that is over the policy's limit
   */
  Optional<Selection> choose(Entry entry, byte @Nullable [] bytes);

  /** Returns the chooser of a run. */
  static EntryChooser of(RunPlan plan) {
    return of(
        plan.source(),
        plan.selection(),
        plan.model().provider(),
        plan.instruction().id(),
        plan.parameters());
  }

  /**
   * Returns a chooser: files by their names and contents, lines of inputs all.
   *
   * @param provider of the model that is asked
   * @param instruction id of what it is asked
   */
  static EntryChooser of(
      Source source,
      SelectionPolicy policy,
      String provider,
      String instruction,
      ObjectNode parameters) {
    return source.borrowed().kind() == Borrowed.Kind.INPUTS
        ? new LineChooser(policy.maxFileSize())
        : new FileChooser(
            FileChooser.selector(source, policy),
            provider,
            instruction,
            FileInput.language(parameters));
  }
}
