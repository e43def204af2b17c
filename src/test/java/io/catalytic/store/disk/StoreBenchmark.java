package io.catalytic.store.disk;

import io.catalytic.digest.Digest;
import io.catalytic.digest.Hash;
import io.catalytic.store.Compression;
import io.catalytic.store.FsckOptions;
import io.catalytic.store.FsckReport;
import io.catalytic.store.ObjectStore;
import io.catalytic.store.StoreSettings;
import io.catalytic.store.StoreStats;
import io.catalytic.store.WriteBatch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Times puts with everything forced, gets, and checks: {@code mvn test -Dtest=StoreBenchmark
 * -Dtest.excluded.groups=none}; with a million blobs too: {@code -Dtest.jvm.flags="-Xmx512m
 * -Dcatalytic.million=true"}.
 */
@Tag("benchmark")
final class StoreBenchmark {
  /** Noise does not get smaller: what it costs to have tried. */
  private static final DiskOptions IN_VAIN =
      DiskOptions.DEFAULT.with(new StoreSettings(1 << 17, Compression.ZSTD));

  private final Path directory;

  StoreBenchmark(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void tenThousandBlobsOf4KiBInBatchesOfAThousand() throws IOException {
    for (int round = 0; round < 2; round++) {
      run("loose", new DiskOptions(0, 1), 10_000, 4_096, 1_000, round);
      run("packs", DiskOptions.DEFAULT, 10_000, 4_096, 1_000, round);
      run("in vain compressed", IN_VAIN, 10_000, 4_096, 1_000, round);
    }
  }

  @Test
  void aMillionBlobsOf200Bytes() throws IOException {
    if (Boolean.getBoolean("catalytic.million")) {
      run("packs", DiskOptions.DEFAULT, 1_000_000, 200, 1_000, 0);
      run("packs", DiskOptions.DEFAULT, 1_000_000, 200, 1_000_000, 1);
    }
  }

  @Test
  void aGigabyteOfLargeBlobs() throws IOException {
    run("loose", DiskOptions.DEFAULT, 256, 4 << 20, 64, 0);
  }

  private void run(String name, DiskOptions options, int count, int size, int batch, int round)
      throws IOException {
    Path place = directory.resolve(name + count + "-" + round);
    List<Hash> some = new ArrayList<>();
    long start = System.nanoTime();
    try (DiskStore store = DiskStore.open(place, new LocalDisk(), options)) {
      put(store, count, size, batch, some);
    }
    long put = System.nanoTime();
    try (DiskStore store = DiskStore.open(place, new LocalDisk(), options)) {
      store.find(Hash.ZERO);
      long opened = System.nanoTime();
      for (Hash hash : some) {
        store.read(hash, size);
      }
      long read = System.nanoTime();
      put(store, count / 10, size, batch, new ArrayList<>());
      long again = System.nanoTime();
      StoreStats stats = store.stats();
      long counted = System.nanoTime();
      FsckReport report =
          store.fsck(
              FsckOptions.CHECK,
              finding -> {
                throw new IllegalStateException(finding.toString());
              });
      long checked = System.nanoTime();
      System.gc();
      Runtime runtime = Runtime.getRuntime();
      System.out.printf(
          "%s: put %,d of %,d bytes in batches of %,d: %,d ms; reopen and first miss: %,d ms;"
              + " get %,d at random: %,d ms; put a tenth again: %,d ms; stats (%,d): %,d ms; fsck"
              + " (%,d): %,d ms; heap"
              + " used: %,d MiB%n",
          name,
          count,
          size,
          batch,
          (put - start) / 1_000_000,
          (opened - put) / 1_000_000,
          some.size(),
          (read - opened) / 1_000_000,
          (again - read) / 1_000_000,
          stats.blobs(),
          (counted - again) / 1_000_000,
          report.blobs(),
          (checked - counted) / 1_000_000,
          (runtime.totalMemory() - runtime.freeMemory()) >> 20);
    }
  }

  private static void put(ObjectStore store, int count, int size, int batchSize, List<Hash> some)
      throws IOException {
    Random random = new Random(1);
    byte[] blob = new byte[size];
    for (int done = 0; done < count; done += batchSize) {
      try (WriteBatch batch = store.begin()) {
        for (int i = 0; i < Math.min(batchSize, count - done); i++) {
          random.nextBytes(blob);
          Digest digest = batch.put(blob);
          if ((done + i) % Math.max(1, count / 10_000) == 0) {
            some.add(digest.hash());
          }
        }
        batch.commit();
      }
    }
    Collections.shuffle(some, random);
  }
}
