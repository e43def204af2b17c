package io.catalytic.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.catalytic.digest.Digest;
import io.catalytic.store.ObjectStore;
import io.catalytic.store.Stores;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SnapshotIndexTest {
  private final ObjectStore store = Stores.inMemory();
  private final Snapshot snapshot;

  SnapshotIndexTest(@TempDir Path directory) throws IOException {
    Files.writeString(directory.resolve("a.txt"), "a");
    snapshot = Snapshot.takeInto(store, Domain.of(directory, List.of()));
  }

  @ParameterizedTest
  @CsvSource({"true,false", "false,true", "true,true"})
  void contentsThatWereKnownStaySo(boolean first, boolean second) throws IOException {
    new SnapshotIndex(store).add(snapshot, first);
    new SnapshotIndex(store).add(snapshot, second);
    assertThat(known().contents()).isTrue();
    assertThat(store.refs().list("")).hasSize(1);
  }

  @Test
  void whatOnlyListsIsReplacedByWhatKeepsContentsToo() throws IOException {
    new SnapshotIndex(store).add(snapshot, false);
    assertThat(known().contents()).isFalse();
    String hex = snapshot.root().hash().hex();
    assertThat(store.refs().list("")).containsExactly("roots/" + hex + ".listed");
    assertThat(new SnapshotIndex(store).named(hex.substring(0, 5))).isEqualTo(known());
    new SnapshotIndex(store).add(snapshot, true);
    assertThat(store.refs().list("")).containsExactly("roots/" + hex);
    assertThat(new SnapshotIndex(store).named(hex.substring(0, 5))).isEqualTo(known());
  }

  /** At each call of the refs that the one makes, the other does all of its own. */
  @ParameterizedTest
  @CsvSource({"true,false", "false,true"})
  void twoAtATimeTakeNothingBackOfEachOther(boolean one, boolean other) throws IOException {
    for (int step = 0; step < 8; step++) {
      Queue<Boolean> steps = new ArrayDeque<>();
      int at = step;
      ObjectStore interrupted =
          interrupted(
              () -> {
                if (steps.size() == at) {
                  new SnapshotIndex(store).add(snapshot, other);
                }
                steps.add(true);
              });
      new SnapshotIndex(interrupted).add(snapshot, one);
      if (steps.size() <= at) {
        new SnapshotIndex(store).add(snapshot, other);
      }
      assertThat(known().contents()).as("step %d", step).isTrue();
      assertThat(new SnapshotIndex(store).named(snapshot.root().hash().hex().substring(0, 6)))
          .isEqualTo(known());
      for (String ref : store.refs().list("")) {
        store.refs().delete(ref);
      }
    }
  }

  @Test
  void aReaderFindsOneOrTheOtherWhileTheyChange() throws IOException {
    for (int step = 0; step < 3; step++) {
      new SnapshotIndex(store).add(snapshot, false);
      Queue<Boolean> steps = new ArrayDeque<>();
      int at = step;
      ObjectStore interrupted =
          interrupted(
              () -> {
                if (steps.size() == at) {
                  new SnapshotIndex(store).add(snapshot, true);
                }
                steps.add(true);
              });
      assertThat(new SnapshotIndex(interrupted).find(snapshot.root().hash())).isPresent();
      store.refs().delete("roots/" + snapshot.root().hash());
    }
  }

  private SnapshotIndex.Known known() throws IOException {
    SnapshotIndex.Known known = new SnapshotIndex(store).find(snapshot.root().hash()).orElseThrow();
    assertThat(known.pages()).isPresent();
    assertThat(store.read(known.manifest().hash(), 10_000)).hasSize((int) known.manifest().size());
    assertThat(Digest.of(store.read(known.manifest().hash(), 10_000))).isEqualTo(known.manifest());
    return known;
  }

  private interface Interruption {
    void run() throws IOException;
  }

  /** Returns the store, of which each call of the refs is preceded by something. */
  private ObjectStore interrupted(Interruption before) {
    return (ObjectStore)
        Proxy.newProxyInstance(
            SnapshotIndexTest.class.getClassLoader(),
            new Class<?>[] {ObjectStore.class},
            (proxy, method, args) -> {
              if (method.getName().equals("refs")) {
                before.run();
              }
              return method.invoke(store, args);
            });
  }
}
