package io.catalytic.pipeline;

import io.catalytic.instruction.DeadLetter;
import io.catalytic.instruction.InstructionHarness;
import io.catalytic.instruction.Outcome;
import io.catalytic.model.TokenCounts;
import io.catalytic.run.TokenCounter;
import io.catalytic.selection.Decoding;
import io.catalytic.selection.TextDecoder;
import io.catalytic.store.ObjectStore;
import java.io.IOException;

/** Makes one invocation on the content of a file. Thread-safe; always ends with an outcome. */
final class FileCall {
  private final ObjectStore store;
  private final InstructionHarness harness;
  private final FileInput fileInput;
  private final long maxFileSize;

  FileCall(ObjectStore store, InstructionHarness harness, FileInput fileInput, long maxFileSize) {
    this.store = store;
    this.harness = harness;
    this.fileInput = fileInput;
    this.maxFileSize = maxFileSize;
  }

  /**
   * How a call ended.
   *
   * @param contentTokens what reading the content would cost an agent
   */
  record Called(Invocation invocation, Outcome outcome, long contentTokens) {}

  Called call(Invocation invocation) throws InterruptedException {
    Decoding content;
    try {
      content = TextDecoder.decode(store.read(invocation.content().hash(), maxFileSize));
    } catch (IOException e) {
      return failed(invocation, "the store can't give the content back: " + e.getMessage());
    }
    if (!(content instanceof Decoding.Text text)) {
      return failed(invocation, "the content is no text any more");
    }
    Outcome outcome = harness.execute(fileInput.input(text.text(), invocation.language()));
    return new Called(invocation, outcome, TokenCounter.count(text.text()));
  }

  private static Called failed(Invocation invocation, String detail) {
    return new Called(
        invocation,
        new DeadLetter(DeadLetter.Reason.INTERNAL_ERROR, detail, 0, TokenCounts.NONE),
        0);
  }
}
