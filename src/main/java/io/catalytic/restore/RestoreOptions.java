package io.catalytic.restore;

/**
 * How a directory is restored.
 *
 * @param delete whether paths are removed that the snapshot does not have
 * @param threads how many read the directory at a time, at least 1
 */
public record RestoreOptions(boolean delete, int threads) {
  /** Removes nothing that is surplus; reads with as many threads as there are processors. */
  public static final RestoreOptions DEFAULT =
      new RestoreOptions(false, Runtime.getRuntime().availableProcessors());

  /** Refuses a number of threads that does nothing. */
  public RestoreOptions {
    if (threads < 1) {
      throw new IllegalArgumentException("at least one thread reads; got " + threads);
    }
  }

  /** Returns these options, with surplus paths removed or not. */
  public RestoreOptions deleting(boolean delete) {
    return new RestoreOptions(delete, threads);
  }
}
