package io.catalytic.store.disk;

import static io.catalytic.store.StoreContract.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catalytic.digest.Digest;
import io.catalytic.digest.Hash;
import io.catalytic.store.FsckOptions;
import io.catalytic.store.GcOptions;
import io.catalytic.store.HashListTracer;
import io.catalytic.store.ObjectStore;
import io.catalytic.store.WriteBatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Batches that know of many packs and do not list them each time. */
final class ManyPacksTest {
  private static final int MANY = 100;
  private static final byte[] BLOB = blob(7);

  private final Path place;
  private final List<Path> listed = new ArrayList<>();
  private long names;
  private DiskStore store;

  ManyPacksTest(@TempDir Path directory) throws IOException {
    place = directory.resolve("store");
    Disk counting =
        new PassingDisk(new RecordingDisk(new LocalDisk())) {
          @Override
          public List<String> list(Path asked) throws IOException {
            List<String> found = super.list(asked);
            listed.add(asked);
            names += asked.endsWith("packs") ? found.size() : 0;
            return found;
          }
        };
    store = DiskStore.open(place, counting, DiskOptions.DEFAULT);
  }

  @BeforeEach
  void putMany() throws IOException {
    for (int i = 0; i < MANY; i++) {
      put(store, blob(i));
    }
    listed.clear();
  }

  @AfterEach
  void close() throws IOException {
    store.close();
  }

  private static byte[] blob(int number) {
    return bytes("blob " + number);
  }

  private static Digest put(ObjectStore store, byte[] blob) throws IOException {
    try (WriteBatch batch = store.begin()) {
      Digest digest = batch.put(blob);
      batch.commit();
      return digest;
    }
  }

  @Test
  void whatIsListedForEachOfManyPutsDoesNotGrowWithTheirNumber() throws IOException {
    long before = names;
    for (int i = MANY; i < 8 * MANY; i++) {
      put(store, blob(i));
    }
    assertThat(names - before).isLessThan(20L * 7 * MANY);
    assertThat(store.stats().packs().count()).isEqualTo(8 * MANY);
  }

  @Test
  void whatThisStoreHasPutIsNotWrittenAgainThoughItsPackWasNeverListed() throws IOException {
    put(store, bytes("put last"));
    listed.clear();
    put(store, bytes("put last"));
    assertThat(listed).doesNotContain(place.resolve("packs"));
    assertThat(store.stats().packs().count()).isEqualTo(MANY + 1);
  }

  @Test
  void whatAnotherHasPutIsNotWrittenAgainForLong() throws IOException {
    try (DiskStore other = open()) {
      put(other, bytes("another's"));
    }
    for (int i = 0; i < MANY; i++) {
      put(store, bytes("another's"));
    }
    assertThat(store.stats().packs().count()).isLessThanOrEqualTo(MANY + 2);
  }

  @Test
  void aBatchWritesAnewWhatWasSetAsideBeforeItBegan() throws IOException {
    clean();
    put(store, BLOB);
    assertThat(listed).doesNotContain(place.resolve("packs"));
    assertThat(store.blobs().place(Digest.of(BLOB))).isPresent();
    assertThatItStays();
  }

  @Test
  void aBatchHasBackWhatWasSetAsideBeforeItsCommit() throws IOException {
    try (WriteBatch batch = store.begin()) {
      batch.put(BLOB);
      assertThat(listed).doesNotContain(place.resolve("packs"));
      clean();
      assertThat(new LocalDisk().list(place.resolve("packs"))).isEmpty();
      batch.commit();
      assertThat(new LocalDisk().list(place.resolve("packs"))).hasSize(1);
    }
    assertThatItStays();
  }

  @Test
  void aBatchThatReliedOnAPackThatIsGoneForGoodSaysSo() throws IOException {
    try (WriteBatch batch = store.begin()) {
      batch.put(BLOB);
      for (String pack : new LocalDisk().list(place.resolve("packs"))) {
        Files.delete(place.resolve("packs").resolve(pack));
      }
      assertThatThrownBy(batch::commit)
          .isInstanceOf(IOException.class)
          .hasMessageContaining(Digest.of(BLOB).hash() + " was in the store when it was put");
    }
  }

  @Test
  void aBatchFindsWhatWasPutIntoAnotherPackBeforeItsCommit() throws IOException {
    List<Digest> all = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      all.add(Digest.of(blob(i)));
    }
    HashListTracer.keep(store, "all", all);
    try (WriteBatch batch = store.begin()) {
      batch.put(BLOB);
      clean();
      assertThat(new LocalDisk().list(place.resolve("packs"))).hasSize(1);
      batch.commit();
    }
    assertThat(store.refs().delete("test/all")).isTrue();
    assertThatItStays();
  }

  @Test
  void aBatchWritesAnewWhatAnotherHasFoundToBeCorrupt() throws IOException {
    Hash hash = Digest.of(BLOB).hash();
    DiskSpoiler.spoil(place, hash);
    try (DiskStore other = open()) {
      other.fsck(FsckOptions.CHECK, finding -> {});
    }
    put(store, BLOB);
    assertThat(listed).doesNotContain(place.resolve("packs"));
    assertThat(store.read(hash, BLOB.length)).isEqualTo(BLOB);
  }

  /** Only the blob is named from now on; it outlives the writer, and the cleanings after it. */
  private void assertThatItStays() throws IOException {
    HashListTracer.keep(store, "late", List.of(Digest.of(BLOB)));
    store.close();
    clean();
    clean();
    try (DiskStore after = open()) {
      assertThat(after.read(Digest.of(BLOB).hash(), BLOB.length)).isEqualTo(BLOB);
      assertThat(after.stats().blobs()).isEqualTo(1);
    }
  }

  private DiskStore open() throws IOException {
    return DiskStore.open(place, new RecordingDisk(new LocalDisk()), DiskOptions.DEFAULT);
  }

  private void clean() throws IOException {
    Clock later = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(1));
    try (ObjectStore cleaner = open()) {
      cleaner.gc(new GcOptions(Duration.ZERO, 0, false, later));
    }
  }
}
