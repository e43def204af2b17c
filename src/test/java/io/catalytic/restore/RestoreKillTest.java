package io.catalytic.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catalytic.domain.SnapshotIndex;
import io.catalytic.store.ObjectStore;
import io.catalytic.store.Stores;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a restoring process at random instants ({@code kill -9}); a second call has to reach the
 * root.
 *
 * <p>Six rounds; {@code mvn test -Dtest=RestoreKillTest -Dtest.jvm.flags=-Dcatalytic.kills=100} for
 * 100.
 */
final class RestoreKillTest {
  private static final int ROUNDS = Integer.getInteger("catalytic.kills", 6);

  private final Path place;
  private final Path dir;
  private final Path copy;

  RestoreKillTest(@TempDir Path temp) {
    place = temp.resolve("store");
    dir = temp.resolve("domain");
    copy = temp.resolve("copy");
  }

  @BeforeEach
  void makeADomain() throws IOException {
    for (int i = 0; i < 12; i++) {
      Path sub = Files.createDirectories(dir.resolve("d" + i % 4 + "/e" + i));
      Files.writeString(sub.resolve("small"), "small " + i);
      Files.write(sub.resolve("large"), content(i, 300_000));
      Files.createSymbolicLink(sub.resolve("link"), Path.of("small"));
      Tree.chmod(04755, sub.resolve("small"));
      Tree.chmod(i % 2 == 0 ? 0555 : 02755, sub);
    }
  }

  private static byte[] content(int seed, int size) {
    byte[] content = new byte[size];
    new Random(seed).nextBytes(content);
    return content;
  }

  /** Something of everything: edits, modes, swaps, surplus, missing. */
  private void damage(Random random) throws IOException {
    for (int i = 0; i < 12; i++) {
      Path sub = dir.resolve("d" + i % 4 + "/e" + i);
      switch (random.nextInt(5)) {
        case 0 -> RandomTree.deleteAll(sub);
        case 1 -> Files.write(sub.resolve("large"), content(-i, 300_000));
        case 2 -> {
          RandomTree.deleteAll(sub);
          Files.writeString(sub, "a file in its place");
        }
        case 3 -> {
          Tree.chmod(0755, sub);
          Files.delete(sub.resolve("small"));
          Files.createDirectories(sub.resolve("small/surplus/deep"));
          Tree.chmod(0555, sub.resolve("small"));
          Tree.chmod(0555, sub);
        }
        default -> Tree.chmod(0600, sub.resolve("large"));
      }
    }
  }

  @Test
  void aSecondCallAlwaysReachesTheRoot() throws Exception {
    Random random = new Random();
    int killed = 0;
    try (ObjectStore store = Stores.open(place.toString())) {
      Tree tree = new Tree(dir, store);
      SnapshotIndex.Known snapshot = tree.snapshot();
      Map<String, String> before = tree.state();
      for (int round = 0; round < ROUNDS; round++) {
        boolean anew = round % 3 == 2;
        Tree target = anew ? new Tree(copy, store) : tree;
        if (!anew) {
          damage(random);
        }
        killed += killAfter(random.nextInt(160), snapshot, target.path()) ? 1 : 0;
        target.restoreWhole(snapshot);
        assertThat(target.state()).isEqualTo(before);
        if (anew) {
          RandomTree.deleteAll(copy);
        }
      }
    }
    assertThat(killed).as("processes killed at work").isPositive();
  }

  @Test
  void aSecondProcessIsRefusedWhileTheFirstIsAtWork() throws Exception {
    try (ObjectStore store = Stores.open(place.toString())) {
      Tree tree = new Tree(copy, store);
      SnapshotIndex.Known snapshot = new Tree(dir, store).snapshot();
      Process first = start(snapshot, copy, RestoreProcess.WAITING);
      try (BufferedReader out = first.inputReader(StandardCharsets.UTF_8)) {
        String line = out.readLine();
        while (line != null && !line.equals("bytes")) {
          line = out.readLine();
        }
        assertThatThrownBy(() -> tree.restoreWhole(snapshot))
            .hasMessageContaining("is being restored already")
            .hasMessageContaining("wait until that has ended");
      } finally {
        first.destroyForcibly();
      }
      first.waitFor();
      tree.restoreWhole(snapshot);
    }
  }

  /** Returns whether it was killed before it had ended. */
  private boolean killAfter(int lines, SnapshotIndex.Known snapshot, Path target) throws Exception {
    Process process = start(snapshot, target, "");
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      int read = 0;
      boolean changing = false;
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        changing |= line.equals("CHANGE");
        if (changing && read++ == lines) {
          process.toHandle().destroyForcibly(); // Process's own would close the stream, too
        }
      }
    } finally {
      process.destroyForcibly();
    }
    int code = process.waitFor();
    assertThat(code).isIn(0, 128 + 9);
    return code != 0;
  }

  private Process start(SnapshotIndex.Known snapshot, Path target, String more) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-Xshare:auto",
            "-cp",
            System.getProperty("java.class.path"),
            RestoreProcess.class.getName(),
            place.toString(),
            snapshot.root().hash().hex(),
            target.toString(),
            more)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }
}
