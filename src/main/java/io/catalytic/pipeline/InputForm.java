package io.catalytic.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catalytic.run.Borrowed;
import java.util.Optional;

/** How contents become inputs of the run's instruction. Thread-safe. */
interface InputForm {
  /**
   * An input.
   *
   * @param value what the instruction is given
   * @param text the content as text, for counting
   */
  record Input(ObjectNode value, String text) {}

  /** Returns what names the input that a file becomes: equal names, equal inputs. */
  ObjectNode name(FileRef file);

  /**
   * Makes the input.
   *
   * @throws UnfitContentException if the content is none; its message says why
   */
  Input make(byte[] content, Optional<String> language) throws UnfitContentException;

  /** Returns the form of a run's inputs. */
  static InputForm of(RunPlan plan) {
    return plan.source().borrowed().kind() == Borrowed.Kind.INPUTS
        ? JsonInput.of(plan.instruction(), plan.parameters())
        : FileInput.of(plan.instruction(), plan.parameters());
  }
}
