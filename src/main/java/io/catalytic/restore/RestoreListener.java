package io.catalytic.restore;

import io.catalytic.domain.RawPath;

/**
 * Hears how far a restoration is. Called from several threads. What it throws ends the restoration.
 */
public interface RestoreListener {
  /** Hears nothing. */
  RestoreListener SILENT = new RestoreListener() {};

  /** What is done, in this order. */
  enum Phase {
    /** The directory is read and compared with the manifest. */
    COMPARE,
    /** What differs is changed. */
    CHANGE,
    /** The directory is read again. */
    PROVE
  }

  /**
   * A phase begins.
   *
   * @param phase which
   * @param paths how many paths it will come to, as far as is known
   * @param bytes how many bytes it will read or write, as far as is known
   */
  default void begins(Phase phase, long paths, long bytes) {}

  /** It comes to a path; in {@link Phase#CHANGE}, before anything is done there. */
  default void path(RawPath path) {}

  /** More bytes were read or written. */
  default void bytes(long count) {}
}
