package io.catalytic.pipeline;

import io.catalytic.instruction.DeadLetter;
import io.catalytic.instruction.InstructionHarness;
import io.catalytic.instruction.Outcome;
import io.catalytic.memo.InvocationKey;
import io.catalytic.model.TokenCounts;
import io.catalytic.selection.Decoding;
import io.catalytic.selection.TextDecoder;
import io.catalytic.store.ObjectStore;
import io.catalytic.tokens.TokenCounter;
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
   * @param key of the invocation
   * @param outcome answer or dead letter
   * @param contentTokens what reading the content would cost an agent
   */
  record Called(InvocationKey key, Outcome outcome, long contentTokens) {}

  Called call(InvocationKey key, FileRef file) throws InterruptedException {
    try {
      Decoding content = TextDecoder.decode(store.read(file.content().hash(), maxFileSize));
      if (!(content instanceof Decoding.Text text)) {
        return failed(key, "the content is no text any more");
      }
      Outcome outcome = harness.execute(fileInput.input(text.text(), file.language()));
      return new Called(key, outcome, TokenCounter.count(text.text()));
    } catch (IOException e) {
      return failed(key, "the store can't give the content back: " + e.getMessage());
    } catch (RuntimeException e) {
      return failed(key, e.getClass().getName() + ": " + e.getMessage());
    }
  }

  private static Called failed(InvocationKey key, String detail) {
    return new Called(
        key, new DeadLetter(DeadLetter.Reason.INTERNAL_ERROR, detail, 0, TokenCounts.NONE), 0);
  }
}
