package io.catalytic.job;

import java.io.Serializable;

/**
 * One thing that is wrong with a job spec or a runner config.
 *
 * @param source the file (or {@code command line}) that it stands in
 * @param pointer JSON pointer of the value; empty for the whole
 * @param message what is wrong and what to do, without the place
 */
public record SpecFault(String source, String pointer, String message) implements Serializable {
  /** Returns whether a flag of the command line is at fault, and no file. */
  public boolean isFlag() {
    return source.equals(Overlay.NAME);
  }

  /** Returns one line: the place, then the message. */
  @Override
  public String toString() {
    return source + ": " + (pointer.isEmpty() ? "" : pointer + ": ") + message;
  }
}
