package io.catalytic.store;

import java.io.IOException;

/** There is no store where one was to be read. */
public final class StoreMissingException extends IOException {
  private static final long serialVersionUID = 1;

  /** Names the place. */
  public StoreMissingException(String location) {
    super(
        location
            + ": there is no store; name the one that was written with --store, or put something in"
            + " first");
  }
}
