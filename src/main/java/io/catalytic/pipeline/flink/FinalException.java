package io.catalytic.pipeline.flink;

import java.io.IOException;
import org.apache.flink.runtime.throwable.ThrowableAnnotation;
import org.apache.flink.runtime.throwable.ThrowableType;

/**
 * What would fail again: Flink does not restart a job for it. Where there is no Flink, Java passes
 * over the annotation.
 */
@ThrowableAnnotation(ThrowableType.NonRecoverableError)
public final class FinalException extends IOException {
  private static final long serialVersionUID = 1;

  /** With a message that says it all. */
  public FinalException(String message) {
    super(message);
  }

  /** In place of its cause, which is what is told. */
  public FinalException(Exception cause) {
    super(cause.getMessage(), cause);
  }
}
