package io.catalytic.store;

import java.io.IOException;

/** A ref's bytes are not those that were written: what it keeps alive can't be told. */
public final class RefDamagedException extends IOException {
  private static final long serialVersionUID = 1;

  /**
   * Says which.
   *
   * @param name the ref's
   */
  public RefDamagedException(String name) {
    super(
        "ref "
            + name
            + ": it is damaged: its last line is not the checksum of what is before it; store fsck"
            + " names all that are, and store forget "
            + name
            + " gives it up, with what only it kept alive");
  }
}
