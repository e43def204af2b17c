package io.catalytic.store;

import java.io.IOException;

/** What was named as a store is something else, or a store that only a newer program can use. */
public final class StoreRefusedException extends IOException {
  private static final long serialVersionUID = 1;

  /** Names the place and says what it is. */
  public StoreRefusedException(String message) {
    super(message);
  }
}
