package io.catalytic.model;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How many tokens may be spent, read and written together, as the server counts them. Calls that
 * are in flight when it is used up are not broken off, so that as many may go beyond it.
 * Thread-safe.
 */
public final class TokenBudget {
  private final long limit;
  private final AtomicLong spent = new AtomicLong();

  /**
   * Begins with nothing spent.
   *
   * @param limit tokens, at least 1; {@link Long#MAX_VALUE} for no limit
   */
  public TokenBudget(long limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("a budget has at least one token; got " + limit);
    }
    this.limit = limit;
  }

  /** Refuses a call if nothing is left. */
  void check() throws ModelException {
    if (spent.get() >= limit) {
      throw new ModelException(
          ModelFault.OVER_BUDGET,
          "the budget of "
              + limit
              + " tokens is used up; run the job again with a larger one (budget_tokens), and it"
              + " goes on where it ended");
    }
  }

  void spend(TokenCounts tokens) {
    spent.addAndGet(tokens.prompt() + tokens.output());
  }
}
