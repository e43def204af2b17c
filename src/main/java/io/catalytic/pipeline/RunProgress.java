package io.catalytic.pipeline;

/**
 * How far a run is.
 *
 * @param read entries that were read
 * @param answered files with an answer
 * @param dead files that ended without one
 * @param skipped files that are not analysed
 * @param rehashed entries that were read again after the last outcome
 */
public record RunProgress(long read, long answered, long dead, long skipped, long rehashed) {

  /** Takes how far a run is, now and then while it runs. */
  @FunctionalInterface
  public interface Listener {
    /** Nobody. */
    Listener NONE = progress -> {};

    /** Called on the thread that waits for the run. */
    void at(RunProgress progress);
  }
}
