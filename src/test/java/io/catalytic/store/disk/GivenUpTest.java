package io.catalytic.store.disk;

import static io.catalytic.store.StoreContract.bytes;
import static io.catalytic.store.StoreContract.random;
import static org.assertj.core.api.Assertions.assertThat;

import io.catalytic.digest.Digest;
import io.catalytic.digest.Hash;
import io.catalytic.store.Finding;
import io.catalytic.store.Finding.Kind;
import io.catalytic.store.FsckOptions;
import io.catalytic.store.GcOptions;
import io.catalytic.store.HashListTracer;
import io.catalytic.store.ObjectStore;
import io.catalytic.store.WriteBatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Corrupt blobs that nothing names are missed until a cleaning gives them up. */
final class GivenUpTest extends CleanedStore {
  private static final byte[] NEEDED = bytes("needed");
  private static final byte[] SMALL = bytes("nothing names this one");
  private static final byte[] LARGE = random(1, 200_000);
  private static final Hash HASH = Digest.of(SMALL).hash();

  GivenUpTest(@TempDir Path directory) {
    super(directory);
  }

  @Test
  void aBlobOfWhichOnlyATombstoneIsLeftIsNotMissedOnceACleaningHasTakenItsOtherCopy()
      throws IOException {
    put(SMALL);
    spoil(SMALL);
    put(SMALL); // which heals it
    assertThat(missing()).isEmpty();
    clean(Duration.ZERO);
    assertThat(missing()).isEmpty();
    assertThat(files("quarantine")).isEmpty();
    assertThat(files("packs")).isEmpty();
  }

  @Test
  void itsTombstoneStaysEmptyForAsLongAsItsPackIsThere() throws IOException {
    put(NEEDED, SMALL);
    try (ObjectStore store = open()) {
      HashListTracer.keep(store, "1", List.of(Digest.of(NEEDED)));
    }
    spoil(SMALL);
    put(SMALL);
    Path pack = files("quarantine").get(0);
    clean(Duration.ofHours(1)); // all of it is young
    assertThat(pack).isNotEmptyFile();
    pass(Duration.ofHours(2));
    clean(Duration.ofHours(1)); // sets its other copy aside
    assertThat(pack).isEmptyFile();
    assertThat(missing()).isEmpty();
    pass(Duration.ofHours(2));
    clean(Duration.ofHours(1));
    assertThat(missing()).isEmpty();
    try (ObjectStore store = open()) {
      assertThat(store.find(HASH)).isEmpty();
      assertThat(store.read(Digest.of(NEEDED).hash(), NEEDED.length)).isEqualTo(NEEDED);
    }
  }

  @Test
  void oneThatIsStillInItsPackIsNotFoundToBeCorruptAgain() throws IOException {
    DiskOptions large = new DiskOptions(1 << 17, 16); // no pack is small
    put(NEEDED, NEEDED, SMALL);
    try (ObjectStore store = open()) {
      HashListTracer.keep(store, "1", List.of(Digest.of(NEEDED)));
    }
    spoil(SMALL);
    for (int i = 0; i < 3; i++) {
      pass(Duration.ofHours(1));
      try (DiskStore store = DiskStore.open(place, new LocalDisk(), large)) {
        store.gc(new GcOptions(Duration.ofMinutes(1), 0.99, false, clock));
      }
      assertThat(missing()).isEmpty();
      assertThat(files("quarantine")).hasSize(1).first().asString().contains(HASH.hex());
    }
    try (ObjectStore store = open()) {
      HashListTracer.keep(store, "2", List.of(Digest.of(SMALL)));
      assertThat(missing()).containsExactly(HASH); // it is needed after all
      put(SMALL);
      assertThat(missing()).isEmpty();
    }
  }

  @Test
  void badObjectsAndDamagedPacksAreGivenUpTooButNoneThatARefNeeds() throws IOException {
    put(NEEDED);
    put(LARGE);
    put(SMALL);
    try (ObjectStore store = open()) {
      HashListTracer.keepIfThere(store, "1", List.of(Digest.of(NEEDED)));
    }
    spoil(LARGE);
    for (byte[] blob : List.of(NEEDED, SMALL)) {
      DiskSpoiler.spoil(place, Digest.of(blob).hash());
    }
    for (Path pack : files("packs")) {
      DiskSpoiler.flipBit(pack, (int) Files.size(pack) - 20);
    }
    assertThat(missing())
        .containsExactlyInAnyOrder(Digest.of(NEEDED).hash(), HASH, Digest.of(LARGE).hash());
    assertThat(files("quarantine")).hasSize(3);
    clean(Duration.ZERO);
    assertThat(missing()).containsExactly(Digest.of(NEEDED).hash());
    assertThat(files("quarantine")).hasSize(1);
  }

  @Test
  void aGoodRecordUnderAWrongTombstoneIsPutBackWithoutAnySource() throws IOException {
    put(NEEDED, SMALL);
    try (ObjectStore store = open()) {
      HashListTracer.keep(store, "1", List.of(Digest.of(NEEDED)));
    }
    String id = String.valueOf(files("packs").get(0).getFileName()).replace(".pack", "");
    Hash hash = Digest.of(NEEDED).hash();
    Files.createDirectories(place.resolve("quarantine"));
    Files.write(place.resolve("quarantine/" + hash + "." + id), bytes("read wrong"));
    Files.write(place.resolve("quarantine/" + HASH + "." + "0".repeat(32)), bytes("no such pack"));
    assertThat(missing()).containsExactly(hash);

    try (ObjectStore store = open()) {
      List<Finding> findings = new ArrayList<>();
      assertThat(store.fsck(FsckOptions.repairing(), findings::add).healed()).isEqualTo(1);
      assertThat(findings).extracting(Finding::kind).containsExactly(Kind.MISSING);
      assertThat(findings.get(0).what()).endsWith("; it was put back from packs/" + id + ".pack");
      assertThat(store.read(hash, NEEDED.length)).isEqualTo(NEEDED);
    }
    assertThat(missing()).isEmpty();
    clean(Duration.ZERO);
    assertThat(missing()).isEmpty();
  }

  private void spoil(byte[] blob) throws IOException {
    DiskSpoiler.spoil(place, Digest.of(blob).hash());
    assertThat(missing()).contains(Digest.of(blob).hash());
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
      store.fsck(
          FsckOptions.CHECK,
          finding -> assertThat(finding.kind()).as("%s", finding).isEqualTo(Kind.MISSING));
    }
    return missing;
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
}
