package io.catalytic.context;

import static org.assertj.core.api.Assertions.assertThat;

import io.catalytic.digest.Hash;
import io.catalytic.store.ObjectStore;
import io.catalytic.store.Stores;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real processes on one context: several at a time, and killed at random instants ({@code kill
 * -9}).
 *
 * <p>Three kills; {@code mvn test -Dtest=ContextProcessTest -Dtest.jvm.flags=-Dcatalytic.kills=200}
 * for 200.
 */
final class ContextProcessTest {
  private static final int KILLS = Integer.getInteger("catalytic.kills", 3);

  private final Path place;

  ContextProcessTest(@TempDir Path directory) {
    place = directory.resolve("store");
  }

  /**
   * What a writer had said when it ended.
   *
   * @param live what was said to be live, and not that its release began
   * @param released what was said to be released
   */
  private record End(int code, Set<Hash> live, Set<Hash> released) {}

  @Test
  void aKilledWriterLosesNothingThatItReported() throws Exception {
    Random random = new Random();
    List<End> ends = new ArrayList<>();
    for (int seed = 0; seed < KILLS; seed++) {
      End end = run(seed, 1_000_000, random.nextInt(300));
      assertThat(end.code()).as("exit of a killed process").isEqualTo(128 + 9);
      ends.add(end);
      check(ends);
    }
    assertThat(ends.stream().mapToInt(end -> end.live().size()).sum()).isPositive();
  }

  @Test
  void threeProcessesAtATimeLoseNothing() throws Exception {
    int rounds = 40;
    ExecutorService executor = Executors.newFixedThreadPool(3);
    try {
      List<Future<End>> running = new ArrayList<>();
      for (int seed = 0; seed < 3; seed++) {
        int own = seed;
        running.add(executor.submit(() -> run(own, rounds, Integer.MAX_VALUE)));
      }
      List<End> ends = new ArrayList<>();
      for (Future<End> end : running) {
        ends.add(end.get());
      }
      assertThat(ends).allSatisfy(end -> assertThat(end.code()).isZero());
      assertThat(ends)
          .allSatisfy(end -> assertThat(end.released()).hasSize(rounds))
          .allSatisfy(end -> assertThat(end.live()).hasSize(rounds * (ContextWriter.ADDED - 1)));
      assertThat(check(ends)).isEqualTo(3 * rounds * (ContextWriter.ADDED - 1));
    } finally {
      executor.shutdownNow();
    }
  }

  /** Checks what the writers said, and that all that is live can be read; returns how many. */
  private int check(List<End> ends) throws IOException {
    try (ObjectStore store = Stores.open(place.toString())) {
      CatalyticContext context = CatalyticContext.open(store, "shared");
      Set<Hash> live = new HashSet<>();
      for (Reference reference : context.references()) {
        Hash hash = reference.digest().hash();
        live.add(hash);
        Internalized whole = context.internalize(hash, View.whole().withMaxTokens(0));
        assertThat(whole.content().bytes()).hasSize((int) reference.digest().size());
      }
      for (End end : ends) {
        assertThat(end.live()).allMatch(live::contains);
        assertThat(end.released()).noneMatch(live::contains);
      }
      return live.size();
    }
  }

  private End run(int seed, int rounds, int killAfter) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-cp",
                System.getProperty("java.class.path"),
                ContextWriter.class.getName(),
                place.toString(),
                Integer.toString(seed),
                Integer.toString(rounds))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    Set<Hash> live = new HashSet<>();
    Set<Hash> released = new HashSet<>();
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      int read = 0;
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        if (line.startsWith("live ")) {
          live.add(Hash.parse(line.substring(5)));
        } else if (line.startsWith("releasing ")) {
          live.remove(Hash.parse(line.substring(10)));
        } else if (line.startsWith("released ")) {
          released.add(Hash.parse(line.substring(9)));
        }
        if (read++ == killAfter) {
          process.toHandle().destroyForcibly(); // Process's own would close the stream, too
        }
      }
    } finally {
      if (killAfter != Integer.MAX_VALUE) {
        process.destroyForcibly();
      }
    }
    return new End(process.waitFor(), live, released);
  }
}
