package io.catalytic.instruction;

import io.catalytic.model.TokenCounts;

/** What the calls for one input have cost so far. One thread only. */
final class Spending {
  private int attempts;
  private TokenCounts tokens = TokenCounts.NONE;

  void call() {
    attempts++;
  }

  void add(TokenCounts more) {
    tokens = tokens.plus(more);
  }

  int attempts() {
    return attempts;
  }

  TokenCounts tokens() {
    return tokens;
  }

  DeadLetter deadLetter(DeadLetter.Reason reason, String detail) {
    return new DeadLetter(reason, detail, attempts, tokens);
  }
}
