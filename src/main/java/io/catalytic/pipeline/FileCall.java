package io.catalytic.pipeline;

import io.catalytic.instruction.DeadLetter;
import io.catalytic.instruction.InstructionHarness;
import io.catalytic.instruction.Outcome;
import io.catalytic.memo.InputKey;
import io.catalytic.memo.RememberingClient;
import io.catalytic.memo.RememberingClient.Remembered;
import io.catalytic.model.TokenCounts;
import io.catalytic.selection.Decoding;
import io.catalytic.selection.TextDecoder;
import io.catalytic.store.ObjectStore;
import io.catalytic.tokens.TokenCounter;
import java.io.IOException;

/** Makes one invocation on the content of a file. Thread-safe; always ends with an outcome. */
final class FileCall {
  private final ObjectStore store;
  private final RememberingClient client;
  private final InstructionHarness harness;
  private final FileInput fileInput;
  private final long maxFileSize;

  FileCall(
      ObjectStore store,
      RememberingClient client,
      InstructionHarness harness,
      FileInput fileInput,
      long maxFileSize) {
    this.store = store;
    this.client = client;
    this.harness = harness;
    this.fileInput = fileInput;
    this.maxFileSize = maxFileSize;
  }

  /**
   * How a call ended.
   *
   * @param input what it was about
   * @param outcome answer or dead letter, and what was paid for it
   * @param contentTokens what reading the content would cost an agent
   */
  record Called(InputKey input, Remembered<Outcome> outcome, long contentTokens) {}

  Called call(InputKey input, FileRef file) throws InterruptedException {
    try {
      Decoding content = TextDecoder.decode(store.read(file.content().hash(), maxFileSize));
      if (!(content instanceof Decoding.Text text)) {
        return failed(input, "the content is no text any more");
      }
      Remembered<Outcome> outcome =
          client.about(input, () -> harness.execute(fileInput.input(text.text(), file.language())));
      return new Called(input, outcome, TokenCounter.count(text.text()));
    } catch (IOException e) {
      return failed(input, "the store can't give the content back: " + e.getMessage());
    } catch (RuntimeException e) {
      return failed(input, e.getClass().getName() + ": " + e.getMessage());
    }
  }

  private static Called failed(InputKey input, String detail) {
    Outcome letter = new DeadLetter(DeadLetter.Reason.INTERNAL_ERROR, detail, 0, TokenCounts.NONE);
    return new Called(input, Remembered.free(letter), 0);
  }
}
