package io.catalytic.store.disk;

import static org.assertj.core.api.Assertions.assertThat;

import io.catalytic.digest.Digest;
import io.catalytic.digest.Hash;
import io.catalytic.store.GcOptions;
import io.catalytic.store.GcReport;
import io.catalytic.store.ObjectStore;
import io.catalytic.store.WriteBatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** A store on disk that is cleaned at times that a test sets. */
abstract class CleanedStore {
  final Path place;
  Clock clock = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(1));

  CleanedStore(Path directory) {
    place = directory.resolve("store");
  }

  void pass(Duration time) {
    clock = Clock.offset(clock, time);
  }

  GcReport clean(Duration grace) throws IOException {
    try (ObjectStore store = open()) {
      return store.gc(new GcOptions(grace, 0, false, clock));
    }
  }

  DiskStore open() throws IOException {
    return DiskStore.open(place, new LocalDisk(), DiskOptions.DEFAULT);
  }

  static Digest put(ObjectStore store, byte[] blob) throws IOException {
    try (WriteBatch batch = store.begin()) {
      Digest digest = batch.put(blob);
      batch.commit();
      return digest;
    }
  }

  static boolean read(ObjectStore store, byte[] blob) throws IOException {
    Hash hash = Digest.of(blob).hash();
    if (store.find(hash).isEmpty()) {
      return false;
    }
    assertThat(store.read(hash, blob.length)).isEqualTo(blob);
    return true;
  }

  List<Path> files(String directory) throws IOException {
    Path under = place.resolve(directory);
    if (!Files.exists(under)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(under)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
