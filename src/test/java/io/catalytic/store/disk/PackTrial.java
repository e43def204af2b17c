package io.catalytic.store.disk;

import static org.assertj.core.api.Assertions.assertThat;

import io.catalytic.digest.Digest;
import io.catalytic.store.BlobCorruptException;
import io.catalytic.store.BlobMissingException;
import io.catalytic.store.Compression;
import io.catalytic.store.StoreSettings;
import io.catalytic.store.WriteBatch;
import io.catalytic.store.pack.PackWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Some blobs as a pack, and what becomes of a store that gets the pack with some damage. */
record PackTrial(List<byte[]> blobs, Compression compression) {

  /** Returns the pack's file. */
  byte[] pack() throws IOException {
    Path directory = Files.createTempDirectory("pack");
    Path file = directory.resolve("x.pack");
    write(file);
    byte[] bytes = Files.readAllBytes(file);
    delete(directory);
    return bytes;
  }

  /** Writes the pack. */
  void write(Path file) throws IOException {
    try (PackWriter writer =
        new PackWriter(new RecordingDisk(new LocalDisk()).create(file), compression)) {
      for (byte[] blob : blobs) {
        writer.add(Digest.of(blob), blob);
      }
      writer.finish();
    }
  }

  /** Puts a damaged pack into a store, reads all, heals it; returns what was lost. */
  Set<Digest> survive(byte[] damaged) throws IOException {
    Path place = Files.createTempDirectory("store");
    Set<Digest> lost = new HashSet<>();
    try (DiskStore store = open(place)) {
      Files.createDirectory(place.resolve("packs"));
      Files.write(place.resolve("packs/" + "0123".repeat(8) + ".pack"), damaged);
      for (byte[] blob : blobs) {
        Digest digest = Digest.of(blob);
        try {
          assertThat(store.read(digest.hash(), blob.length)).isEqualTo(blob);
        } catch (BlobMissingException | BlobCorruptException e) {
          lost.add(digest);
        }
      }
      for (Digest digest : lost) {
        assertThat(store.find(digest.hash())).isEmpty();
      }
      assertThat(store.stats().blobs()).isEqualTo(blobs.size() - lost.size());
      try (WriteBatch batch = store.begin()) {
        for (byte[] blob : blobs) {
          batch.put(blob);
        }
        batch.commit();
      }
    }
    try (DiskStore store = open(place)) {
      for (byte[] blob : blobs) {
        assertThat(store.read(Digest.of(blob).hash(), blob.length)).isEqualTo(blob);
      }
    }
    delete(place);
    return lost;
  }

  private DiskStore open(Path place) throws IOException {
    StoreSettings settings = new StoreSettings(1 << 17, compression);
    return DiskStore.open(
        place, new RecordingDisk(new LocalDisk()), DiskOptions.DEFAULT.with(settings));
  }

  /** Deletes a directory and all in it. */
  static void delete(Path tree) throws IOException {
    try (Stream<Path> paths = Files.walk(tree)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
