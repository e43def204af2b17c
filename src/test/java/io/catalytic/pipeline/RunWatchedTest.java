package io.catalytic.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catalytic.domain.Domain;
import io.catalytic.job.RunnerConfig;
import io.catalytic.pipeline.progress.RunProgress;
import io.catalytic.run.RunFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a listener hears of a whole run that it waits for. */
class RunWatchedTest {
  @TempDir private Path temp;
  private Path dir;
  private RunPlan plan;

  @BeforeEach
  void makeDomain() throws IOException {
    ScriptedProvider.CALLS.set(0);
    dir = Files.createDirectory(temp.resolve("domain"));
    Files.writeString(dir.resolve("a.py"), "one\ntwo\n");
    Files.writeString(dir.resolve("b.py"), "!fail\n");
    Files.createSymbolicLink(dir.resolve("link"), Path.of("a.py"));
    Path out = Files.createDirectory(temp.resolve("out"));
    plan = TrialRun.plan(Domain.of(dir, List.of()), out, 1, false);
  }

  @AfterEach
  void forget() {
    ScriptedProvider.onFirstCall = () -> {};
  }

  @ParameterizedTest
  @ValueSource(strings = {"direct", "flink-local"})
  void isToldWhileCallsAreMade(String config) throws Exception {
    CountDownLatch allRead = new CountDownLatch(1);
    RunProgress.Listener listener =
        progress -> {
          if (progress.read() == 4 && progress.skipped() == 1) {
            allRead.countDown();
          }
        };
    ScriptedProvider.onFirstCall = () -> await(allRead);
    PipelineRun.run(plan, RunnerConfig.load(config), listener);
    assertThat(temp.resolve("out").resolve(RunFiles.RECORD)).exists();
    assertThat(temp.resolve("out").resolve(RunFiles.PROGRESS)).doesNotExist();
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(1, TimeUnit.MINUTES)).as("the listener is told").isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aRunThatFailedLeavesTheOutputDirectoryToTheNextOne() throws Exception {
    Path output = temp.resolve("out");
    ScriptedProvider.onFirstCall =
        () -> {
          assertThat(output.resolve(RunFiles.PROGRESS)).isDirectory();
          throw new LinkageError("odd");
        };
    assertThatThrownBy(() -> PipelineRun.run(plan, RunnerConfig.load("direct")))
        .hasStackTraceContaining("odd");
    assertThat(output).isEmptyDirectory();
  }
}
