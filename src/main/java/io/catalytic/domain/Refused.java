package io.catalytic.domain;

import java.io.Serializable;

/**
 * A path that can't be an entry.
 *
 * @param path where it is
 * @param reason a sentence's end, as "is a FIFO"
 */
public record Refused(RawPath path, String reason) implements Serializable {
  @Override
  public String toString() {
    return (path.isRoot() ? "." : path.display()) + " " + reason;
  }
}
