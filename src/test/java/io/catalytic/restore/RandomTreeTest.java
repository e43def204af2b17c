package io.catalytic.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.catalytic.domain.SnapshotIndex;
import io.catalytic.store.ObjectStore;
import io.catalytic.store.Stores;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random trees: snapshot, damage, plan, restore.
 *
 * <p>40 trees; {@code mvn test -Dtest=RandomTreeTest -Dtest.jvm.flags=-Dcatalytic.trees=1000} for
 * 1,000. {@code -Dcatalytic.seed} repeats one that failed, with one tree.
 */
final class RandomTreeTest {
  private static final int TREES = Integer.getInteger("catalytic.trees", 40);
  private static final long SEED = Long.getLong("catalytic.seed", new Random().nextLong());

  private final Path temp;

  RandomTreeTest(@TempDir Path temp) {
    this.temp = temp;
  }

  @Test
  void whateverTheDamageThePlanNamesExactlyItAndTheRootComesBack() throws IOException {
    long steps = 0;
    for (int i = 0; i < TREES; i++) {
      steps += damageAndRestore(SEED + i, temp.resolve("tree" + i));
    }
    assertThat(steps).isGreaterThanOrEqualTo(TREES / 2);
  }

  @Test
  void whatIsSurplusStaysAndAllElseComesBack() throws IOException {
    for (int i = 0; i < TREES / 4; i++) {
      restoreWithoutDeleting(SEED + i, temp.resolve("kept" + i));
    }
  }

  private static int damageAndRestore(long seed, Path directory) throws IOException {
    Random random = new Random(seed);
    try (ObjectStore store = Stores.inMemory()) {
      Tree tree = new Tree(directory, store);
      RandomTree grown = new RandomTree(directory, random);
      grown.grow();
      Map<String, String> before = tree.state();
      SnapshotIndex.Known snapshot = tree.snapshot();
      grown.damage();
      Map<String, String> after = tree.state();

      RestoreOptions options = RestoreOptions.DEFAULT.deleting(true);
      RestorePlan plan = tree.plan(snapshot, options);
      assertThat(paths(plan)).as("seed %d", seed).isEqualTo(differing(before, after));
      assertThat(tree.state()).as("seed %d: a plan changes nothing", seed).isEqualTo(after);

      RestoreReport report = tree.restore(snapshot, options);
      assertThat(report.restored()).as("seed %d: %s", seed, report).isTrue();
      assertThat(tree.state()).as("seed %d", seed).isEqualTo(before);
      assertThat(tree.plan(snapshot, options).steps()).as("seed %d", seed).isEmpty();

      Path copy = directory.resolveSibling(directory.getFileName() + "-new");
      new Tree(copy, store).restoreWhole(snapshot);
      assertThat(Tree.state(copy)).as("seed %d: made anew", seed).isEqualTo(before);
      RandomTree.deleteAll(directory);
      RandomTree.deleteAll(copy);
      return plan.steps().size();
    }
  }

  private static void restoreWithoutDeleting(long seed, Path directory) throws IOException {
    try (ObjectStore store = Stores.inMemory()) {
      Tree tree = new Tree(directory, store);
      RandomTree grown = new RandomTree(directory, new Random(seed));
      grown.grow();
      Map<String, String> before = tree.state();
      SnapshotIndex.Known snapshot = tree.snapshot();
      grown.damage();
      Map<String, String> after = tree.state();

      RestoreReport report = tree.restore(snapshot, RestoreOptions.DEFAULT);
      Map<String, String> now = tree.state();
      Set<String> left = new TreeSet<>();
      for (Step step : report.plan().steps()) {
        if (step instanceof Step.Leave) {
          left.add(Tree.latin(step.path()));
        }
      }
      assertThat(report.restored()).as("seed %d", seed).isEqualTo(left.isEmpty());
      assertThat(differing(before, now)).as("seed %d", seed).isEqualTo(left);
      for (String path : left) {
        assertThat(now.get(path)).as("seed %d: %s", seed, path).isEqualTo(after.get(path));
      }
      RandomTree.deleteAll(directory);
    }
  }

  private static Set<String> paths(RestorePlan plan) {
    Set<String> paths = new TreeSet<>();
    plan.steps().forEach(step -> paths.add(Tree.latin(step.path())));
    return paths;
  }

  private static Set<String> differing(Map<String, String> before, Map<String, String> after) {
    Set<String> paths = new TreeSet<>(before.keySet());
    paths.addAll(after.keySet());
    paths.removeIf(path -> Objects.equals(before.get(path), after.get(path)));
    return paths;
  }
}
