package io.catalytic.pipeline;

import io.catalytic.instruction.DeadLetter;
import io.catalytic.instruction.InstructionHarness;
import io.catalytic.instruction.Outcome;
import io.catalytic.memo.InputKey;
import io.catalytic.memo.RememberingClient;
import io.catalytic.memo.RememberingClient.Remembered;
import io.catalytic.model.TokenCounts;
import io.catalytic.store.ObjectStore;
import io.catalytic.tokens.TokenCounter;
import java.io.IOException;

/** Makes one invocation on the content of a file. Thread-safe; always ends with an outcome. */
final class FileCall {
  private final ObjectStore store;
  private final RememberingClient client;
  private final InstructionHarness harness;
  private final InputForm form;
  private final long maxFileSize;

  FileCall(
      ObjectStore store,
      RememberingClient client,
      InstructionHarness harness,
      InputForm form,
      long maxFileSize) {
    this.store = store;
    this.client = client;
    this.harness = harness;
    this.form = form;
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
      byte[] content = store.read(file.content().hash(), maxFileSize);
      InputForm.Input made = form.make(content, file.language());
      Remembered<Outcome> outcome = client.about(input, () -> harness.execute(made.value()));
      return new Called(input, outcome, TokenCounter.count(made.text()));
    } catch (UnfitContentException e) {
      return failed(input, e.reason(), String.valueOf(e.getMessage()));
    } catch (IOException e) {
      return failed(input, "the store can't give the content back: " + e.getMessage());
    } catch (RuntimeException e) {
      return failed(input, e.getClass().getName() + ": " + e.getMessage());
    }
  }

  private static Called failed(InputKey input, String detail) {
    return failed(input, DeadLetter.Reason.INTERNAL_ERROR, detail);
  }

  private static Called failed(InputKey input, DeadLetter.Reason reason, String detail) {
    Outcome letter = new DeadLetter(reason, detail, 0, TokenCounts.NONE);
    return new Called(input, Remembered.free(letter), 0);
  }
}
