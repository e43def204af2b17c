package io.catalytic.cli;

import io.catalytic.domain.RawPath;
import io.catalytic.restore.RestoreListener;
import java.io.Closeable;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * How far a restoration is, with the time it will still take, on standard error if that is a
 * terminal. A path counts as much as {@value #PATH_BYTES} bytes.
 */
final class RestoreProgress implements RestoreListener, Closeable {
  private static final long PATH_BYTES = 4096;
  private static final long MEGABYTE = 1_000_000;

  private final boolean shown;
  private @Nullable ProgressBar bar;

  /**
   * Shows nothing yet.
   *
   * @param wanted whether people read the output
   */
  RestoreProgress(boolean wanted) {
    shown = wanted && Terminal.hasStandardError();
  }

  @Override
  public synchronized void begins(Phase phase, long paths, long bytes) {
    close();
    if (shown) {
      bar =
          new ProgressBarBuilder()
              .setTaskName(phase.name().toLowerCase(Locale.ROOT))
              .setInitialMax(paths * PATH_BYTES + bytes)
              .setUnit(" MB", MEGABYTE)
              .setStyle(ProgressBarStyle.ASCII)
              .setConsumer(new ConsoleProgressBarConsumer(System.err))
              .build();
    }
  }

  @Override
  public void path(RawPath path) {
    bytes(PATH_BYTES);
  }

  @Override
  public void bytes(long count) {
    ProgressBar current = bar;
    if (current != null) {
      current.stepBy(count);
    }
  }

  @Override
  public synchronized void close() {
    ProgressBar current = bar;
    bar = null;
    if (current != null) {
      current.close();
    }
  }
}
