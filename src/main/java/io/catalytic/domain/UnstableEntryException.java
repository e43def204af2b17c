package io.catalytic.domain;

import java.io.IOException;

/** A path kept changing while it was read: there is no one content to speak of. */
public final class UnstableEntryException extends IOException {
  private static final long serialVersionUID = 1;

  private final RawPath path;

  UnstableEntryException(RawPath path, int attempts) {
    super(
        path.display()
            + " changed while it was read, "
            + attempts
            + " times in a row; stop what writes to it and try again");
    this.path = path;
  }

  /** Returns the path. */
  public RawPath path() {
    return path;
  }
}
