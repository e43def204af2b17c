package io.catalytic.instruction;

import io.catalytic.model.ModelSpec;
import io.catalytic.tokens.TokenBudget;
import io.catalytic.tokens.TokenCounter;

/**
 * How much a model can be asked and answer at a time. Immutable.
 *
 * <p>Tokens are counted here with a public encoding, which is not the model's own: small models
 * have smaller vocabularies and take more tokens for the same text. So a prompt is taken to have
 * {@code margin} times as many as are counted. A server that still finds it too long says so, and
 * is then asked about less.
 *
 * @param contextTokens prompt and answer together
 * @param maxOutputTokens most of one answer
 * @param margin what the tokens that are counted are multiplied by
 * @param isBounded whether there is a window at all: a worker that reads no prompts has none
 */
record Window(int contextTokens, int maxOutputTokens, double margin, boolean isBounded) {

  static Window of(ModelSpec spec, ChunkLimits chunks, boolean isBounded) {
    return new Window(
        spec.contextTokens(), spec.maxOutputTokens(), chunks.tokenMargin(), isBounded);
  }

  /** Returns whether there is room for a prompt and so many tokens of an answer. */
  boolean fits(String prompt, long outputTokens) {
    if (!isBounded) {
      return true;
    }
    int room = room(outputTokens);
    if (room < 1) {
      return false;
    }
    if (mostTokens(prompt) <= room) {
      return true; // as most do, and counting costs more than the rest of a call
    }
    TokenBudget budget = new TokenBudget(room);
    budget.take(prompt);
    return !budget.isExhausted();
  }

  /** Returns the UTF-8 bytes of a text, or a few more: a token has at least one. */
  private static long mostTokens(String text) {
    long bytes = 0;
    for (int i = 0; i < text.length(); i++) {
      char unit = text.charAt(i);
      int more = unit < 0x800 ? 2 : 3;
      bytes += unit < 0x80 ? 1 : more;
    }
    return bytes;
  }

  /** Returns how many tokens, as they are counted here, a prompt may have. */
  int room(long outputTokens) {
    return (int) Math.max(0, Math.floor((contextTokens - outputTokens) / margin));
  }

  /** Returns how many tokens a text is taken to have. */
  long estimate(String text) {
    return estimate(TokenCounter.count(text));
  }

  /** Returns how many tokens are taken to be there where so many are counted. */
  long estimate(long counted) {
    return (long) Math.ceil(counted * margin);
  }
}
