package io.catalytic.pipeline.progress;

import java.util.Locale;

/** The steps of a run that take long, and what is counted in each. */
public enum Step {
  /** Entries are read for the first time; aside of them are files that are not analysed. */
  READ,

  /** Files get their outcomes; aside of them are dead letters. */
  ASK,

  /** Entries are read again. */
  REHASH;

  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
