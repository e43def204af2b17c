package io.catalytic.store.remote;

import static io.catalytic.store.StoreContract.bytes;
import static io.catalytic.store.StoreContract.random;
import static org.assertj.core.api.Assertions.assertThat;

import io.catalytic.digest.Digest;
import io.catalytic.digest.Hash;
import io.catalytic.store.Finding.Kind;
import io.catalytic.store.FsckOptions;
import io.catalytic.store.GcOptions;
import io.catalytic.store.HashListTracer;
import io.catalytic.store.ObjectStore;
import io.catalytic.store.WriteBatch;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** As {@code GivenUpTest} of the store on disk. */
final class RemoteGivenUpTest {
  private static final BatchLimits LIMITS = new BatchLimits(10_000, 1 << 20);
  private static final byte[] NEEDED = bytes("needed");
  private static final byte[] SMALL = bytes("nothing names this one");
  private static final byte[] LARGE = random(1, 50_000);

  private final Path folder;
  private Clock clock = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(1));

  RemoteGivenUpTest(@TempDir Path directory) {
    folder = directory.resolve("store");
  }

  @Test
  void aBlobOfWhichOnlyATombstoneIsLeftIsNotMissedOnceACleaningHasTakenItsOtherCopy()
      throws IOException {
    for (byte[] blob : List.of(SMALL, LARGE)) {
      Hash hash = Digest.of(blob).hash();
      put(blob);
      RemoteSpoiler.spoil(FolderRemote.objects(folder), folder, hash);
      assertThat(missing()).containsExactly(hash);
      put(blob);
      assertThat(missing()).isEmpty();
      clean(Duration.ZERO, 0);
      assertThat(missing()).isEmpty();
      assertThat(tombstones()).isEmpty();
    }
  }

  @Test
  void aTombstoneStaysEmptyForAsLongAsItsPackIsThere() throws IOException {
    put(NEEDED, NEEDED, SMALL);
    try (ObjectStore store = open()) {
      HashListTracer.keep(store, "1", List.of(Digest.of(NEEDED)));
    }
    Hash hash = Digest.of(SMALL).hash();
    RemoteSpoiler.spoil(FolderRemote.objects(folder), folder, hash);
    assertThat(missing()).containsExactly(hash);
    clean(Duration.ofHours(1), 1);
    assertThat(missing()).containsExactly(hash); // it is young
    clock = Clock.offset(clock, Duration.ofHours(2));
    clean(Duration.ofHours(1), 1);
    assertThat(missing()).isEmpty();
    assertThat(tombstones()).singleElement().extracting(Remote.Listed::size).isEqualTo(0L);
    try (ObjectStore store = open()) {
      assertThat(store.find(hash)).isEmpty();
      HashListTracer.keep(store, "2", List.of(Digest.of(SMALL)));
    }
    assertThat(missing()).containsExactly(hash); // it is needed after all
  }

  @Test
  void aGoodCopyUnderAWrongTombstoneIsPutBackWithoutAnySource() throws IOException {
    put(NEEDED, LARGE);
    try (ObjectStore store = open()) {
      HashListTracer.keep(store, "1", List.of(Digest.of(NEEDED), Digest.of(LARGE)));
    }
    Remote remote = FolderRemote.remote(folder);
    for (byte[] blob : List.of(NEEDED, LARGE)) {
      Hash hash = Digest.of(blob).hash();
      try (RemotePacks packs = new RemotePacks(FolderRemote.objects(folder));
          StoredBlob copy = packs.findFresh(hash).orElseThrow()) {
        remote.put(RemoteLayout.tombstone(hash, copy.id()), new Chunk(bytes("wrong")));
      }
    }
    assertThat(missing()).hasSize(2);
    try (ObjectStore store = open()) {
      assertThat(store.fsck(FsckOptions.repairing(), finding -> {}).healed()).isEqualTo(2);
    }
    assertThat(missing()).isEmpty();
  }

  private List<Hash> missing() throws IOException {
    List<Hash> missing = new ArrayList<>();
    try (ObjectStore store = open()) {
      store.fsck(
          FsckOptions.CHECK,
          finding -> {
            if (finding.kind() == Kind.MISSING) {
              missing.add(finding.hash().orElseThrow());
            }
          });
    }
    return missing;
  }

  private List<Remote.Listed> tombstones() throws IOException {
    return FolderRemote.remote(folder).list(RemoteLayout.QUARANTINE);
  }

  private void put(byte[]... blobs) throws IOException {
    try (ObjectStore store = open();
        WriteBatch batch = store.begin()) {
      for (byte[] blob : blobs) {
        batch.put(blob);
      }
      batch.commit();
    }
  }

  private void clean(Duration grace, double maxUnused) throws IOException {
    try (ObjectStore store = open()) {
      store.gc(new GcOptions(grace, maxUnused, false, clock));
    }
  }

  private ObjectStore open() throws IOException {
    return FolderRemote.open(folder, LIMITS);
  }
}
