package io.catalytic.memo;

import io.catalytic.digest.Digest;
import io.catalytic.model.Completion;
import io.catalytic.model.TokenCounts;

/**
 * A call that was completed, its answer good or bad: what the model wrote, before any check.
 *
 * @param input what the call was about
 * @param key names it
 * @param text what the model wrote
 * @param stop finished, or cut at its limit of tokens
 * @param tokens as the server counted them
 * @param durationMillis how long it took
 */
record KeptCall(
    InputKey input,
    CallKey key,
    Text text,
    Completion.Stop stop,
    TokenCounts tokens,
    long durationMillis)
    implements MemoEntry {

  /** What a model wrote, here or in the store. */
  sealed interface Text {}

  /** All of it. */
  record Inline(String text) implements Text {}

  /** The name of its UTF-8 bytes. */
  record Stored(Digest blob) implements Text {}

  /** Returns this call with its text in the store. */
  KeptCall storedAs(Digest blob) {
    return new KeptCall(input, key, new Stored(blob), stop, tokens, durationMillis);
  }

  /** Returns this call with its text at hand. */
  KeptCall writtenAs(String all) {
    return new KeptCall(input, key, new Inline(all), stop, tokens, durationMillis);
  }
}
