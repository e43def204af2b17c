package io.catalytic.exec;

import static io.catalytic.store.FsckReport.Status.CLEAN;
import static org.assertj.core.api.Assertions.assertThat;

import io.catalytic.domain.Domain;
import io.catalytic.domain.Snapshot;
import io.catalytic.merkle.Root;
import io.catalytic.restore.RestoreListener;
import io.catalytic.store.FsckOptions;
import io.catalytic.store.GcOptions;
import io.catalytic.store.ObjectStore;
import io.catalytic.store.Stores;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills an exec at random instants ({@code kill -9}); a recovery has to reach the root.
 *
 * <p>Three rounds; {@code mvn test -Dtest=ExecKillTest -Dtest.jvm.flags=-Dcatalytic.kills=100} for
 * 100.
 */
final class ExecKillTest {
  private static final int ROUNDS = Integer.getInteger("catalytic.kills", 3);

  private static final List<String> WHEN = List.of("start", "wrecked", "CHANGE");

  private final Path place;
  private final Path dir;

  ExecKillTest(@TempDir Path temp) {
    place = temp.resolve("store");
    dir = temp.resolve("domain");
  }

  @BeforeEach
  void makeADomain() throws IOException {
    Random random = new Random(1);
    for (int i = 0; i < 24; i++) {
      Path sub = Files.createDirectories(dir.resolve("d" + i % 4 + "/e" + i));
      byte[] large = new byte[200_000];
      random.nextBytes(large);
      Files.write(sub.resolve("large"), large);
      Files.writeString(sub.resolve("small"), "small " + i);
      Files.createSymbolicLink(sub.resolve("link"), Path.of("small"));
    }
  }

  private Root root() throws IOException {
    return Snapshot.take(Domain.of(dir, List.of())).root();
  }

  @Test
  void aRecoveryAlwaysReachesTheRoot() throws Exception {
    Root before = root();
    Random random = new Random();
    Map<ExecRecord.State, Integer> killed = new EnumMap<>(ExecRecord.State.class);
    for (int round = 0; round < ROUNDS; round++) {
      boolean wasKilled = kill(start(""), WHEN.get(round % WHEN.size()), random);
      if (round % 2 == 1) {
        kill(start(ExecProcess.RECOVER), "COMPARE", random);
      }
      try (ObjectStore store = Stores.open(place.toString())) {
        List<ExecRecord> open = new ExecLedger(store.refs()).open();
        assertThat(open.size()).isLessThanOrEqualTo(wasKilled ? 1 : 0);
        open.forEach(record -> killed.merge(record.state(), 1, Integer::sum));
        // Nothing that is needed may go, whatever is cleaned in between.
        store.gc(new GcOptions(Duration.ZERO, 0, false, Clock.systemUTC()));
        Recovery recovery = new Recovery(store, RestoreListener.SILENT, Duration.ofSeconds(1));
        Recovery.Recovered recovered = recovery.recover(List.of());
        assertThat(recovered.left()).isEmpty();
        assertThat(recovered.failed()).isEmpty();
        assertThat(recovered.finished()).allMatch(report -> report.record().isProven());
        assertThat(root()).as("round %d: %s", round, open).isEqualTo(before);
        // Again, and nothing is left to do.
        assertThat(recovery.recover(List.of()).finished()).isEmpty();
        assertThat(store.fsck(FsckOptions.CHECK, finding -> {}).status()).isEqualTo(CLEAN);
      }
    }
    assertThat(killed).as("states that processes were killed in").isNotEmpty();
  }

  /**
   * Kills a process, at most 60 ms (400 where it starts) after it has said a word: it takes the
   * snapshot, or its command runs, or it restores.
   *
   * @return whether it had not ended before
   */
  private static boolean kill(Process process, String word, Random random) throws Exception {
    long after = random.nextInt(word.equals("start") ? 400_000_000 : 60_000_000);
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      String line = out.readLine();
      while (line != null && !line.startsWith(word)) {
        line = out.readLine();
      }
      long said = System.nanoTime();
      while (System.nanoTime() - said < after) {
        Thread.onSpinWait();
      }
      process.toHandle().destroyForcibly();
    }
    return process.waitFor() != 0;
  }

  private Process start(String more) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-Xshare:auto",
            "-cp",
            System.getProperty("java.class.path"),
            ExecProcess.class.getName(),
            place.toString(),
            dir.toString(),
            more)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }
}
