package io.catalytic.cli;

import io.catalytic.context.NoSuchPartException;
import io.catalytic.domain.RefusedPathsException;
import io.catalytic.exec.UnsettledException;
import io.catalytic.instruction.InvalidInstructionException;
import io.catalytic.job.SpecException;
import io.catalytic.model.ModelException;
import io.catalytic.restore.RestoreRefusedException;
import io.catalytic.store.StoreMissingException;
import io.catalytic.store.StoreRefusedException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** From what a command threw to a message and an exit code. */
final class Failures {
  private Failures() {}

  /** Says what was wrong, without a stack trace where the message says it all. */
  static int report(Exception e, PrintWriter err) {
    if (e instanceof FileSystemException file) {
      err.println("catalytic: " + describe(file));
      return isBadInput(file) ? ExitCode.BAD_INPUT : ExitCode.FAILED;
    }
    if (e instanceof SpecException spec) {
      spec.faults().forEach(fault -> err.println("catalytic: " + JobOptions.describe(fault)));
      return ExitCode.BAD_INPUT;
    }
    if (e instanceof UnsettledException unsettled) {
      int unused = report(unsettled.reason(), err);
      for (Throwable other : unsettled.reason().getSuppressed()) {
        if (other instanceof Exception reason) {
          unused = report(reason, err);
        }
      }
      err.println("catalytic: " + e.getMessage());
      return ExitCode.NOT_RESTORED;
    }
    if (e instanceof RestoreRefusedException) {
      err.println("catalytic: " + e.getMessage());
      return ExitCode.NOT_RESTORED;
    }
    if (e instanceof InvalidInstructionException
        || e instanceof RefusedPathsException
        || e instanceof StoreMissingException
        || e instanceof StoreRefusedException
        || e instanceof NoSuchPartException
        || (e instanceof IllegalArgumentException && e.getMessage() != null)) {
      err.println("catalytic: " + e.getMessage());
      return ExitCode.BAD_INPUT;
    }
    if (e instanceof IOException || e instanceof ModelException) {
      err.println("catalytic: " + e.getMessage());
    } else {
      err.println("catalytic: a fault of this program; please report it with what follows:");
      e.printStackTrace(err);
    }
    return ExitCode.FAILED;
  }

  private static boolean isBadInput(FileSystemException e) {
    return e instanceof NoSuchFileException || e instanceof FileAlreadyExistsException;
  }

  /** The message of such an exception may be the bare name of the file. */
  private static String describe(FileSystemException e) {
    if (e instanceof AccessDeniedException && e.getReason() == null) {
      return e.getFile() + ": permission denied";
    }
    if (e.getReason() != null) {
      return e.getFile() + ": " + e.getReason();
    }
    if (e instanceof NoSuchFileException) {
      return e.getFile() + ": there is no such file or directory";
    }
    return e instanceof FileAlreadyExistsException
        ? e.getFile() + ": exists already"
        : e.getClass().getSimpleName() + ": " + e.getMessage();
  }
}
