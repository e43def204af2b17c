package io.catalytic.pipeline;

import io.catalytic.domain.Domain;
import io.catalytic.domain.Entry;
import io.catalytic.selection.Selection;
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

  /** Returns the chooser of a run: files by their names and contents, lines of inputs all. */
  static EntryChooser of(RunPlan plan) {
    Optional<Domain> directory = plan.source().directory();
    return directory.isEmpty()
        ? new LineChooser(plan.selection().maxFileSize())
        : new FileChooser(
            directory.get(),
            plan.selection(),
            plan.model().provider(),
            plan.instruction().id(),
            FileInput.language(plan.parameters()));
  }
}
