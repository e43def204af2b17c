package io.catalytic.exec;

import java.io.IOException;

/**
 * What a command left could not be read, put back or proved; its record stays open. The cause says
 * why, and what is suppressed in that why others of its domains could not.
 */
public final class UnsettledException extends IOException {
  private static final long serialVersionUID = 1;

  UnsettledException(ExecRecord record, Exception cause) {
    super(
        "exec "
            + record.id()
            + " is not settled: call exec --recover once that is mended; store forget "
            + ExecLedger.OPEN
            + "/"
            + record.id()
            + " leaves the directory as it is",
        cause);
  }

  /** Returns why. */
  public Exception reason() {
    return getCause() instanceof Exception reason ? reason : this;
  }
}
