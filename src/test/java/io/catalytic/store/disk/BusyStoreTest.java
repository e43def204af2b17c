package io.catalytic.store.disk;

import static org.assertj.core.api.Assertions.assertThat;

import io.catalytic.store.GcOptions;
import io.catalytic.store.ObjectStore;
import io.catalytic.store.Stores;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Several processes write the same blobs while others clean.
 *
 * <p>1,000 blobs; {@code mvn test -Dtest=BusyStoreTest -Dtest.jvm.flags=-Dcatalytic.busy=10000} for
 * 10,000.
 */
final class BusyStoreTest {
  private static final int BLOBS = Integer.getInteger("catalytic.busy", 1_000);
  private static final int ROUNDS = 4;

  private final Path place;

  BusyStoreTest(@TempDir Path directory) {
    place = directory.resolve("store");
  }

  @Test
  void twoProcessesWriteTheSameBlobsWhileTheStoreIsCleanedAndNothingIsLost() throws Exception {
    Process one = start("write", "one", ROUNDS);
    Process two = start("write", "two", ROUNDS);
    int cleanings = 0;
    long deleted = 0;
    while (one.isAlive() || two.isAlive()) {
      try (ObjectStore store = Stores.open(place.toString())) {
        deleted += store.gc(GcOptions.withGrace(Duration.ZERO)).deleted().blobs();
      }
      cleanings++;
    }
    assertThat(one.waitFor()).isZero();
    assertThat(two.waitFor()).isZero();
    assertThat(cleanings).isGreaterThan(3);
    assertThat(deleted).isNotNegative();
    checkAllIsThereAndNothingElse();
  }

  @Test
  void aCleaningThatIsKilledAnywhereLosesNothing() throws Exception {
    Process writer = start("write", "one", ROUNDS);
    Random random = new Random();
    while (writer.isAlive()) {
      killAfter(start("clean", "-", 1_000), random.nextInt(3), random.nextInt(40));
    }
    assertThat(writer.waitFor()).isZero();
    checkAllIsThereAndNothingElse();
  }

  private void checkAllIsThereAndNothingElse() throws IOException {
    for (int i = 0; i < 2; i++) {
      try (ObjectStore store = Stores.open(place.toString())) {
        store.gc(GcOptions.withGrace(Duration.ZERO));
      }
    }
    try (ObjectStore store = Stores.open(place.toString())) {
      BusyWriter.readAll(store, BLOBS);
      assertThat(store.stats().blobs()).isEqualTo(BLOBS);
      assertThat(store.stats().quarantined()).isZero();
    }
  }

  private Process start(String what, String name, int rounds) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-Xshare:auto",
            "-cp",
            System.getProperty("java.class.path"),
            BusyWriter.class.getName(),
            place.toString(),
            what,
            name,
            Integer.toString(BLOBS),
            Integer.toString(rounds))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** Kills a process some spins after it has said so many lines. */
  private static void killAfter(Process process, int lines, int yields) throws Exception {
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      for (int i = 0; i <= lines && out.readLine() != null; i++) {
        // Reading it is the wait.
      }
      for (int i = 0; i < yields * 1_000; i++) {
        Thread.onSpinWait();
      }
      process.toHandle().destroyForcibly();
    } finally {
      process.destroyForcibly();
    }
    process.waitFor();
  }
}
