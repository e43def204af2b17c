package io.catalytic.store.disk;

import static io.catalytic.store.StoreContract.bytes;
import static io.catalytic.store.StoreContract.random;
import static org.assertj.core.api.Assertions.assertThat;

import io.catalytic.digest.Digest;
import io.catalytic.store.GcOptions;
import io.catalytic.store.GcReport;
import io.catalytic.store.HashListTracer;
import io.catalytic.store.ObjectStore;
import io.catalytic.store.WriteBatch;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which packs a cleaning writes anew, and what it does where there is no space for that. */
final class PackCleaningTest extends CleanedStore {
  private static final byte[] GARBAGE = bytes("garbage");
  private static final byte[] LARGE_GARBAGE = random(1, 200_000);

  PackCleaningTest(@TempDir Path directory) {
    super(directory);
  }

  @Test
  void manySmallPacksBecomeOneAndNothingIsCopiedAgain() throws IOException {
    List<Digest> digests = new ArrayList<>();
    try (ObjectStore store = open()) {
      for (int i = 0; i < 50; i++) {
        digests.add(put(store, random(i, 1_000)));
        put(store, random(1_000 + i, 1_000));
      }
      HashListTracer.keep(store, "1", digests);
    }

    try (DiskStore reader = open()) {
      assertThat(read(reader, random(7, 1_000))).isTrue();
      GcReport report = clean(Duration.ZERO);
      assertThat(report.packsBefore()).isEqualTo(100);
      assertThat(report.packsAfter()).isEqualTo(1);
      assertThat(report.deleted().blobs()).isEqualTo(50);
      for (int i = 0; i < 50; i++) {
        assertThat(read(reader, random(i, 1_000))).isTrue(); // though its packs are gone
      }
    }
    List<Path> packs = files("packs");
    GcReport again = clean(Duration.ZERO);
    assertThat(files("packs")).isEqualTo(packs);
    assertThat(again.condemned().blobs()).isZero();
  }

  @Test
  void aPackWithLittleUnusedIsLeftAsItIs() throws IOException {
    List<Digest> digests = new ArrayList<>();
    try (DiskStore store =
            DiskStore.open(place, new LocalDisk(), new DiskOptions(1 << 17, 40_000));
        WriteBatch batch = store.begin()) {
      for (int i = 0; i < 20; i++) {
        digests.add(batch.put(random(i, 1_000)));
      }
      batch.commit();
      HashListTracer.keep(store, "1", digests.subList(1, 20));
    }
    List<Path> packs = files("packs");

    GcReport report;
    try (DiskStore store =
        DiskStore.open(place, new LocalDisk(), new DiskOptions(1 << 17, 40_000))) {
      report = store.gc(new GcOptions(Duration.ZERO, 0.1, false, clock));
    }

    assertThat(report.unused().blobs()).isEqualTo(1);
    assertThat(files("packs")).isEqualTo(packs);
    assertThat(clean(Duration.ZERO).deleted().blobs()).isEqualTo(1);
  }

  @Test
  void onAFullDiskGarbageIsDeletedThoughSmallPacksCannotBePutTogether() throws IOException {
    FullDisk disk = new FullDisk(new LocalDisk());
    try (DiskStore store = DiskStore.open(place, disk, DiskOptions.DEFAULT)) {
      Digest one = put(store, random(1, 50_000));
      Digest two = put(store, random(2, 50_000));
      try (WriteBatch batch = store.begin()) {
        batch.put(random(3, 50_000));
        batch.put(random(4, 50_000));
        batch.commit();
      }
      put(store, GARBAGE);
      put(store, random(5, 200_000));
      HashListTracer.keep(store, "1", List.of(one, two, Digest.of(random(3, 50_000))));
    }
    disk.leave(1_000); // the seal has room
    GcReport first = cleanOn(disk, Duration.ofSeconds(1));
    assertThat(first.condemned().blobs()).isEqualTo(2);
    assertThat(first.packsSkipped()).isEqualTo(3);
    assertThat(first.packsAfter()).isEqualTo(3);

    pass(Duration.ofHours(1));
    disk.leave(0); // but for what is deleted
    GcReport second = cleanOn(disk, Duration.ofSeconds(1));
    assertThat(second.deleted().blobs()).isEqualTo(2);
    assertThat(second.packsSkipped()).isZero();
    assertThat(second.packsAfter()).isEqualTo(1);
    assertThat(second.condemned().blobs()).isEqualTo(1);
    try (ObjectStore store = open()) {
      for (int i = 1; i <= 3; i++) {
        assertThat(read(store, random(i, 50_000))).isTrue();
      }
    }
    assertThat(files("tmp")).isEmpty();
  }

  @Test
  void withoutGraceWhatIsFreedInTheFirstPassIsUsedInTheSecond() throws IOException {
    FullDisk disk = new FullDisk(new LocalDisk());
    try (DiskStore store = DiskStore.open(place, disk, DiskOptions.DEFAULT)) {
      List<Digest> live = List.of(put(store, random(1, 50_000)), put(store, random(2, 50_000)));
      put(store, LARGE_GARBAGE);
      HashListTracer.keep(store, "1", live);
    }
    disk.leave(1_000);
    GcReport report = cleanOn(disk, Duration.ZERO);
    assertThat(report.deleted().blobs()).isEqualTo(1);
    assertThat(report.packsSkipped()).isZero();
    assertThat(report.packsAfter()).isEqualTo(1);
  }

  @Test
  void withoutGraceADiskWithoutSpaceForASealIsFreed() throws IOException {
    FullDisk disk = new FullDisk(new LocalDisk());
    try (DiskStore store = DiskStore.open(place, disk, DiskOptions.DEFAULT)) {
      put(store, LARGE_GARBAGE);
    }
    disk.leave(0);
    GcReport first = cleanOn(disk, Duration.ofSeconds(1));
    assertThat(first.condemned().blobs()).isEqualTo(1);
    assertThat(first.warnings()).singleElement().asString().contains("gc --grace 0s");

    disk.leave(0); // what was freed was a directory's
    GcReport second = cleanOn(disk, Duration.ZERO);
    assertThat(second.deleted().blobs()).isEqualTo(1);
    assertThat(files("condemned")).isEmpty();
  }

  private GcReport cleanOn(Disk disk, Duration grace) throws IOException {
    try (ObjectStore store = DiskStore.open(place, disk, DiskOptions.DEFAULT)) {
      return store.gc(new GcOptions(grace, 0, false, clock));
    }
  }
}
