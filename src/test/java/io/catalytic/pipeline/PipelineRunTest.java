package io.catalytic.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catalytic.pipeline.flink.FinalException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.ConnectException;
import java.util.concurrent.CompletionException;
import org.apache.beam.sdk.util.UserCodeException;
import org.apache.flink.runtime.JobException;
import org.junit.jupiter.api.Test;

/** What is told of a run that failed. */
class PipelineRunTest {

  /** As it comes from a cluster. */
  private static RuntimeException wrapped(Exception thrown) {
    Exception opened = new Exception("The user defined 'open()' method: " + thrown, thrown);
    Exception inJob = new JobException("Recovery is suppressed", UserCodeException.wrap(opened));
    return new RuntimeException("Pipeline execution failed", new CompletionException(inJob));
  }

  @Test
  void whatAWorkerThrewIsToldWithoutItsWrappings() {
    FinalException unfit = new FinalException("worker on h: can't use x");
    assertThat(PipelineRun.failure(wrapped(unfit))).isSameAs(unfit);
    IOException gone = new FileNotFoundException("gone");
    IOException told = new IOException("store s can't be read: gone", gone);
    assertThat(PipelineRun.failure(wrapped(told))).isSameAs(told);
    assertThat(PipelineRun.failure(wrapped(new FinalException(gone)))).isSameAs(gone);
  }

  @Test
  void whatFlinkSaysItselfIsToldAsItIs() {
    assertThat(PipelineRun.failure(wrapped(new JobException("no slots"))))
        .hasMessage("the run failed: no slots");
  }

  @Test
  void aClusterThatIsGoneMeansThatTheRunCanBeStartedAgain() {
    assertThat(PipelineRun.failure(wrapped(new ConnectException("Connection refused"))))
        .hasMessageContaining("does not answer any more (Connection refused)")
        .hasMessageContaining("what was answered is kept");
  }

  @Test
  void aFaultOfThisProgramIsNoFailureOfTheRun() {
    assertThatThrownBy(() -> PipelineRun.failure(wrapped(new IllegalStateException("odd"))))
        .isInstanceOf(IllegalStateException.class)
        .hasRootCauseMessage("odd");
  }
}
