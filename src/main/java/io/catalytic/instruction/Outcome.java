package io.catalytic.instruction;

import io.catalytic.model.TokenCounts;

/** How one invocation ended. */
public sealed interface Outcome permits Answer, DeadLetter {

  /** Returns how many times the model was asked; 0 if the input itself was refused. */
  int attempts();

  /** Returns the tokens of all attempts together. */
  TokenCounts tokens();
}
