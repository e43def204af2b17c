package io.catalytic.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.catalytic.store.ObjectStore;
import io.catalytic.store.Stores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** By tries or by manifests, two snapshots differ in the same. */
class SnapshotDiffTest {
  private final ObjectStore store = Stores.inMemory();
  private final SnapshotIndex index = new SnapshotIndex(store);
  @TempDir private Path dir;

  private SnapshotIndex.Known known() throws IOException {
    Snapshot snapshot = Snapshot.take(Domain.of(dir, List.of()));
    index.add(snapshot, false);
    return index.find(snapshot.root().hash()).orElseThrow();
  }

  private static SnapshotIndex.Known withoutPages(SnapshotIndex.Known known) {
    return new SnapshotIndex.Known(known.root(), known.manifest(), List.of(), false);
  }

  private List<Difference> differences(
      int mostHeld, SnapshotIndex.Known one, SnapshotIndex.Known other) throws IOException {
    List<Difference> differences = new ArrayList<>();
    new SnapshotDiff(store, mostHeld).compare(one, other, differences::add);
    return differences;
  }

  @Test
  void tooManyToHoldOrNoPagesAreReadFromTheManifests() throws IOException {
    for (int i = 0; i < 150; i++) {
      Files.writeString(dir.resolve("file-" + i), "x");
    }
    SnapshotIndex.Known before = known();
    for (int i = 0; i < 30; i++) {
      Files.delete(dir.resolve("file-" + i));
      Files.writeString(dir.resolve("new-" + i), "y");
    }
    SnapshotIndex.Known after = known();
    List<Difference> expected = differences(60, before, after);
    assertThat(expected).hasSize(60);
    assertThat(new SnapshotDiff(store, 60).byTrie(before, after)).contains(expected);
    assertThat(new SnapshotDiff(store, 59).byTrie(before, after)).isEmpty();
    assertThat(differences(59, before, after)).isEqualTo(expected);
    assertThat(new SnapshotDiff(store).byTrie(withoutPages(before), after)).isEmpty();
    assertThat(differences(60, withoutPages(before), after)).isEqualTo(expected);
  }

  @Test
  void aManifestGivesTheSamePagesAsTheSnapshotDid() throws IOException {
    Files.writeString(dir.resolve("a"), "x");
    SnapshotIndex.Known known = known();
    assertThat(store.refs().delete("roots/" + known.root().hash() + ".listed")).isTrue();
    index.addWithPages(withoutPages(known));
    assertThat(index.find(known.root().hash()).orElseThrow().pages()).isEqualTo(known.pages());
  }
}
