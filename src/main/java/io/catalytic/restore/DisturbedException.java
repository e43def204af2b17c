package io.catalytic.restore;

import java.io.IOException;

/** A path is not what it was when the plan was made: it is left alone. */
final class DisturbedException extends IOException {
  private static final long serialVersionUID = 1;

  DisturbedException(String reason) {
    super(reason);
  }
}
