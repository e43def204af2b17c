package io.catalytic.cli;

/** The codes that every command ends with. */
final class ExitCode {
  /** Everything was done. */
  static final int OK = 0;

  /** Something failed that is not the user's mistake, as a server or a disk. */
  static final int FAILED = 1;

  /** The command line, a file that it names, or the domain can't be used as they are. */
  static final int BAD_INPUT = 2;

  /** Finished, with dead letters, without files that were asked for, or with a cut answer. */
  static final int INCOMPLETE = 3;

  /** Finished with what the budget of tokens allowed; a later run goes on. */
  static final int OVER_BUDGET = 4;

  /** The domain did not come back as it was, or does not have the root it should have. */
  static final int NOT_RESTORED = 5;

  /** All of them, for the help of each command. */
  static final String HELP =
      "%nExit codes: 0 ok; 1 failed; 2 bad usage or bad input; 3 finished with dead letters,"
          + " without files that were asked for, or with an answer that was cut; 4 over budget; 5 not restored, or verification failed;"
          + " 130 interrupted.";

  private ExitCode() {}
}
