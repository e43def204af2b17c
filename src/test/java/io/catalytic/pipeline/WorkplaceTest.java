package io.catalytic.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catalytic.domain.Domain;
import io.catalytic.pipeline.flink.FinalException;
import io.catalytic.store.ObjectStore;
import io.catalytic.store.Stores;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.runtime.throwable.ThrowableClassifier;
import org.apache.flink.runtime.throwable.ThrowableType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a worker's process needs of its machine, and holds of a run. */
class WorkplaceTest {
  private final Path temp;
  private final Path dir;
  private final RunPlan plan;

  WorkplaceTest(@TempDir Path temp) throws IOException {
    this.temp = temp;
    dir = Files.createDirectory(temp.resolve("domain"));
    plan = TrialRun.plan(Domain.of(dir, List.of()), temp.resolve("out"), 1, false);
  }

  @BeforeEach
  void begin() throws IOException {
    Files.createDirectory(temp.resolve("out"));
    RunLease.begin(plan).leave();
  }

  private List<String> leases() throws IOException {
    try (ObjectStore store = Stores.openExisting(plan.store())) {
      return store.refs().list("leases");
    }
  }

  @Test
  void allStepsOfARunShareItAndTheLastOneClosesIt() throws IOException {
    Workplace one = Workplace.enter(plan);
    Workplace two = Workplace.enter(plan);
    assertThat(two).isSameAs(one);
    one.leave();
    assertThat(Workplace.enter(plan)).isSameAs(one);
    two.leave();
    two.leave();
    Workplace later = Workplace.enter(plan);
    assertThat(later).isNotSameAs(one);
    later.leave();
  }

  @Test
  void theRunsLeaseOutlivesItsStepsUntilTheRunEndsIt() throws IOException {
    String lease = "leases/run-" + plan.runId();
    Workplace place = Workplace.enter(plan);
    place.leave();
    assertThat(leases()).containsExactly(lease);
    Workplace last = Workplace.enter(plan);
    last.endLease();
    last.leave();
    assertThat(leases()).isEmpty();
  }

  private void refused(String... words) throws IOException {
    assertThatThrownBy(() -> Workplace.enter(plan))
        .isInstanceOf(FinalException.class)
        .hasMessageContaining("worker on " + InetAddress.getLocalHost().getHostName())
        .hasMessageContainingAll(words)
        .satisfies(
            e ->
                assertThat(
                        ThrowableClassifier.findThrowableOfThrowableType(
                            new IllegalStateException(e), ThrowableType.NonRecoverableError))
                    .as("Flink sees that another attempt would fail as well")
                    .isPresent());
  }

  @Test
  void aMachineThatLacksTheDirectoryIsNamed() throws IOException {
    Files.delete(dir);
    refused("the run's input " + dir, "every worker needs it");
  }

  @Test
  void aMachineThatLacksTheOutputDirectoryIsNamed() throws IOException {
    Files.delete(temp.resolve("out"));
    refused("the run's output directory " + temp.resolve("out"));
  }

  @Test
  void aMachineThatLacksTheStoreIsNamedAndNoStoreIsMade() throws IOException {
    Files.move(temp.resolve("store"), temp.resolve("elsewhere"));
    refused("the run's store " + temp.resolve("store"));
    assertThat(temp.resolve("store")).doesNotExist();
  }

  @Test
  void aMachineThatHasAnotherStoreThereIsNamed() throws IOException {
    Files.move(temp.resolve("store"), temp.resolve("elsewhere"));
    Stores.open(plan.store()).close();
    refused("the run's store", "not the one that the run was started with");
  }
}
