package io.catalytic.store.disk;

import static org.assertj.core.api.Assertions.assertThat;

import io.catalytic.store.Finding;
import io.catalytic.store.FsckOptions;
import io.catalytic.store.FsckReport;
import io.catalytic.store.ObjectStore;
import io.catalytic.store.Stores;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a writing process at random instants ({@code kill -9}).
 *
 * <p>Three rounds; {@code mvn verify -Dtest=KillLoopTest -Dtest.jvm.flags=-Dcatalytic.kills=200}
 * for 200.
 */
final class KillLoopTest {
  private static final int ROUNDS = Integer.getInteger("catalytic.kills", 3);

  private final Path directory;

  KillLoopTest(@TempDir Path directory) {
    this.directory = directory;
  }

  /** What a writer had said when it was killed: the batch begun, whether it came to its commit. */
  private record End(int begun, boolean committing, int committed) {}

  @Test
  void aKilledWriterLosesNothingThatItCommittedAndLeavesNothingElse() throws Exception {
    Path place = directory.resolve("store");
    Random random = new Random();
    List<Integer> committed = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      End end = killAfter(random.nextInt(400), place, round);
      try (ObjectStore store = Stores.open(place.toString())) {
        check(store, round, end);
        assertThat(store.stats().quarantined()).isZero();
        store.begin().close();
        assertOnlyOneTemporaryPlace(place);
      }
      committed.add(end.committed());
    }
    checkAll(place, committed);
    assertClean(place);
  }

  @Test
  void twoProcessesWriteAtATimeAndNeitherLosesAnything() throws Exception {
    Path place = directory.resolve("store");
    ExecutorService executor = Executors.newFixedThreadPool(2);
    try {
      for (int round = 0; round < 2; round++) {
        int one = 2 * round;
        Future<End> first = executor.submit(() -> killAfter(600, place, one));
        Future<End> second = executor.submit(() -> killAfter(600, place, one + 1));
        End firstEnd = first.get();
        End secondEnd = second.get();
        assertThat(firstEnd.committed()).isGreaterThan(5);
        try (ObjectStore store = Stores.open(place.toString())) {
          check(store, one, firstEnd);
          check(store, one + 1, secondEnd);
          assertThat(store.stats().quarantined()).isZero();
        }
      }
      assertClean(place);
    } finally {
      executor.shutdownNow();
    }
  }

  private static End killAfter(int lines, Path place, int seed) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-cp",
                System.getProperty("java.class.path"),
                KillLoopWriter.class.getName(),
                place.toString(),
                Integer.toString(seed))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    int begun = -1;
    boolean committing = false;
    int committed = 0;
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      int read = 0;
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        if (line.startsWith("begin ")) {
          begun = Integer.parseInt(line.substring(6));
          committing = false;
        } else if (line.startsWith("committing ")) {
          committing = true;
        } else if (line.startsWith("committed ")) {
          committed = Integer.parseInt(line.substring(10)) + 1;
        }
        if (read++ == lines) {
          process.toHandle().destroyForcibly(); // Process's own would close the stream, too
        }
      }
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.waitFor()).as("exit of a killed process").isEqualTo(128 + 9);
    return new End(begun, committing, committed);
  }

  private static void check(ObjectStore store, int round, End end) throws IOException {
    for (int number = 0; number < end.committed(); number++) {
      for (byte[] blob : KillLoopWriter.blobs(round, number)) {
        assertThat(KillLoopWriter.isThere(store, blob)).isTrue();
      }
    }
    if (end.begun() < end.committed()) {
      return;
    }
    List<Boolean> there = new ArrayList<>();
    for (byte[] blob : KillLoopWriter.blobs(round, end.begun())) {
      there.add(KillLoopWriter.isThere(store, blob));
    }
    if (end.committing()) {
      assertThat(there.subList(0, 20).stream().distinct()).as("one pack").hasSize(1);
    } else {
      assertThat(there).as("not committed").doesNotContain(true);
    }
  }

  private static void assertOnlyOneTemporaryPlace(Path place) throws IOException {
    try (Stream<Path> files = Files.walk(place.resolve("tmp"))) {
      // tmp itself, and the lock and the directory of this process.
      assertThat(files).hasSize(3);
    }
  }

  private static void assertClean(Path place) throws IOException {
    try (ObjectStore store = Stores.open(place.toString())) {
      FsckReport report =
          store.fsck(
              FsckOptions.CHECK,
              finding -> assertThat(finding.kind()).isEqualTo(Finding.Kind.LEFTOVER));
      assertThat(report.status()).isEqualTo(FsckReport.Status.CLEAN);
      assertThat(report.blobs()).isPositive();
    }
  }

  private static void checkAll(Path place, List<Integer> committed) throws IOException {
    try (ObjectStore store = Stores.open(place.toString())) {
      for (int round = 0; round < committed.size(); round++) {
        check(store, round, new End(-1, false, committed.get(round)));
      }
    }
  }
}
