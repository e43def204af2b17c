package io.catalytic.context;

import io.catalytic.digest.Hash;
import java.io.IOException;

/** A blob has no such part as was asked for: a range beyond its end, a pointer to nothing. */
public final class NoSuchPartException extends IOException {
  private static final long serialVersionUID = 1;

  /**
   * Names the blob.
   *
   * @param why what was asked for, what there is instead, and what to do
   */
  NoSuchPartException(Hash hash, String why) {
    super("blob " + hash + ": " + why);
  }
}
