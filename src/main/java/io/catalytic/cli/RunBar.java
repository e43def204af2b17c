package io.catalytic.cli;

import io.catalytic.pipeline.RunPlan;
import io.catalytic.pipeline.progress.RunProgress;
import java.io.Closeable;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * How far a run is, with rate and the time it will still take, on standard error if that is a
 * terminal. For one thread at a time.
 */
final class RunBar implements RunProgress.Listener, Closeable {
  private final long files;
  private final long entries;
  private final boolean shown;
  private @Nullable ProgressBar bar;
  private boolean isProving;

  /**
   * Shows nothing yet.
   *
   * @param wanted whether people read the output
   */
  RunBar(RunPlan plan, boolean wanted) {
    files = plan.listed().files();
    entries = plan.listed().entries();
    shown = wanted && Terminal.hasStandardError();
  }

  @Override
  public void at(RunProgress progress) {
    if (!shown) {
      return;
    }
    if (progress.rehashed() > 0 && !isProving) {
      close();
      isProving = true;
    }
    ProgressBar current = bar == null ? open() : bar;
    bar = current;
    if (isProving) {
      current.stepTo(Math.min(progress.rehashed(), entries));
    } else {
      long done = progress.answered() + progress.dead() + progress.skipped();
      current.stepTo(Math.min(done, files));
      current.setExtraMessage(message(progress));
    }
  }

  /** What the bar itself does not show. */
  static String message(RunProgress progress) {
    return String.format(
        Locale.ROOT, " %,d answers, %,d dead", progress.answered(), progress.dead());
  }

  private ProgressBar open() {
    return new ProgressBarBuilder()
        .setTaskName(isProving ? "prove" : "analyse")
        .setInitialMax(isProving ? entries : files)
        .setStyle(ProgressBarStyle.ASCII)
        .showSpeed()
        .setConsumer(new ConsoleProgressBarConsumer(System.err))
        .build();
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}
