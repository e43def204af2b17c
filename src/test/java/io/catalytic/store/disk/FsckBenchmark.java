package io.catalytic.store.disk;

import io.catalytic.digest.Digest;
import io.catalytic.domain.Entry;
import io.catalytic.domain.Manifest;
import io.catalytic.domain.RawPath;
import io.catalytic.domain.SnapshotIndex;
import io.catalytic.merkle.EntryType;
import io.catalytic.merkle.Root;
import io.catalytic.store.FsckOptions;
import io.catalytic.store.FsckReport;
import io.catalytic.store.WriteBatch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Times a check that follows a root to a million contents: {@code mvn test -Dtest=FsckBenchmark
 * -Dtest.excluded.groups=none -Dtest.jvm.flags=-Xmx512m}.
 */
@Tag("benchmark")
final class FsckBenchmark {
  private static final int ENTRIES = 1_000_000;

  private final Path directory;

  FsckBenchmark(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void aRootThatNeedsAMillionBlobs() throws IOException {
    Path place = directory.resolve("store");
    try (DiskStore store = DiskStore.open(place, new LocalDisk(), DiskOptions.DEFAULT)) {
      try (WriteBatch batch = store.begin()) {
        for (int i = 0; i < ENTRIES; i++) {
          batch.put(content(i));
        }
        Digest manifest = batch.put(Manifest.write(entries()));
        batch.commit();
        Root root = Manifest.root(entries());
        new SnapshotIndex(store).add(new SnapshotIndex.Known(root, manifest, List.of(), true));
      }
      long start = System.nanoTime();
      FsckReport report =
          store.fsck(
              FsckOptions.CHECK,
              finding -> {
                throw new IllegalStateException(finding.toString());
              });
      long millis = (System.nanoTime() - start) / 1_000_000;
      System.out.printf(
          "fsck of %,d blobs with a root of %,d entries: %,d ms%n",
          report.blobs(), ENTRIES, millis);
    }
  }

  private static byte[] content(int number) {
    return String.format(Locale.ROOT, "%0200d", number).getBytes(StandardCharsets.US_ASCII);
  }

  private static Iterator<Entry> entries() {
    Entry root = new Entry(RawPath.ROOT, EntryType.DIRECTORY, 0755, Entry.NO_CONTENT);
    Stream<Entry> files =
        IntStream.range(0, ENTRIES)
            .mapToObj(
                i ->
                    new Entry(
                        RawPath.of(String.format(Locale.ROOT, "file-%08d.txt", i)),
                        EntryType.FILE,
                        0644,
                        Digest.of(content(i))));
    return Stream.concat(Stream.of(root), files).iterator();
  }
}
