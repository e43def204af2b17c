package io.catalytic.store.disk;

import static io.catalytic.store.StoreContract.bytes;
import static io.catalytic.store.StoreContract.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catalytic.digest.Digest;
import io.catalytic.store.Compression;
import io.catalytic.store.GcOptions;
import io.catalytic.store.HashListTracer;
import io.catalytic.store.ObjectStore;
import io.catalytic.store.StoreSettings;
import io.catalytic.store.WriteBatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Records what a store does to its disk, cuts the power after each step, and opens what is left.
 */
final class PowerCutTest {

  /** Of what a mixed fate may bring, so many examples are looked at for each step. */
  private static final int EXAMPLES = 3;

  private final Path directory;
  private final Path place;
  private final RecordingDisk disk = new RecordingDisk(new LocalDisk());
  private final List<Batch> batches = new ArrayList<>();
  private final Map<Integer, String> refs = new LinkedHashMap<>();
  private int rounds;

  /** A batch and when it was begun and committed, in steps. */
  private record Batch(List<byte[]> blobs, int begun, int committed) {}

  PowerCutTest(@TempDir Path directory) throws IOException {
    this.directory = directory;
    place = Files.createDirectory(directory.resolve("recorded"));
  }

  @ParameterizedTest
  @EnumSource
  void whatWasCommittedSurvivesACutAfterAnyStep(PowerCut.Fate fate) throws IOException {
    record(new DiskOptions(1 << 17, 1 << 20));
    checkEveryCut(fate, true);
  }

  @ParameterizedTest
  @EnumSource
  void looseBlobsSurviveACutAfterAnyStep(PowerCut.Fate fate) throws IOException {
    record(new DiskOptions(0, 1));
    checkEveryCut(fate, false);
  }

  @ParameterizedTest
  @EnumSource
  void whatIsNeededSurvivesACutAfterAnyStepOfACleaning(PowerCut.Fate fate) throws IOException {
    List<byte[]> needed = List.of(bytes("a"), random(1, 150_000), bytes("b"));
    List<byte[]> garbage = List.of(bytes("c"), random(2, 150_000), bytes("d"));
    try (DiskStore store = DiskStore.open(place, disk, DiskOptions.DEFAULT)) {
      for (int i = 0; i < needed.size(); i++) {
        write(store, List.of(needed.get(i), garbage.get(i)));
      }
      HashListTracer.keep(store, "1", needed.stream().map(Digest::of).toList());
    }
    int before = disk.steps().size();
    Clock later = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(1));
    GcOptions now = new GcOptions(Duration.ZERO, 0, false, later);
    try (DiskStore store = DiskStore.open(place, disk, DiskOptions.DEFAULT)) {
      assertThat(store.gc(now).deleted().blobs()).isEqualTo(3);
    }

    PowerCut model = new PowerCut(place);
    disk.steps().subList(0, before).forEach(model::play);
    for (int step = before; step <= disk.steps().size(); step++) {
      for (int example = 0; example < EXAMPLES; example++) {
        Path left = directory.resolve("left-" + rounds++);
        model.cut(left, fate, new Random(1_000L * step + example));
        try (DiskStore store =
            DiskStore.open(left, new RecordingDisk(new LocalDisk()), DiskOptions.DEFAULT)) {
          for (byte[] blob : needed) {
            assertThat(isThere(store, blob)).as("after step %d", step).isTrue();
          }
          store.gc(now);
          for (byte[] blob : needed) {
            assertThat(isThere(store, blob)).as("cleaned after step %d", step).isTrue();
          }
          assertThat(store.stats().quarantined()).isZero();
        }
        delete(left);
      }
      if (step < disk.steps().size()) {
        model.play(disk.steps().get(step));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void compressedBlobsSurviveACutAfterAnyStep(PowerCut.Fate fate) throws IOException {
    record(new DiskOptions(new StoreSettings(1 << 17, Compression.ZSTD), 1 << 20));
    checkEveryCut(fate, true);
  }

  private void record(DiskOptions options) throws IOException {
    try (DiskStore store = DiskStore.open(place, disk, options)) {
      write(
          store, List.of(bytes("a"), random(1, 150_000), bytes("b"), new byte[0], new byte[9_000]));
      ref(store, "first");
      write(store, List.of(bytes("b"), bytes("c"), random(1, 150_000), random(2, 90_000)));
      ref(store, "second");
      write(store, List.of(random(3, 200_000), bytes("d")));
    }
  }

  private void write(DiskStore store, List<byte[]> blobs) throws IOException {
    int begun = disk.steps().size();
    try (WriteBatch batch = store.begin()) {
      for (byte[] blob : blobs) {
        batch.put(blob);
      }
      batch.commit();
      batches.add(new Batch(blobs, begun, disk.steps().size()));
    }
  }

  private void ref(DiskStore store, String value) throws IOException {
    store.refs().write("runs/1", bytes(value));
    refs.put(disk.steps().size(), value);
  }

  private void checkEveryCut(PowerCut.Fate fate, boolean packed) throws IOException {
    List<RecordingDisk.Step> steps = disk.steps();
    assertThat(steps).hasSizeGreaterThan(40);
    PowerCut model = new PowerCut(place);
    for (int step = 0; step <= steps.size(); step++) {
      for (int example = 0; example < (fate == PowerCut.Fate.MIXED ? EXAMPLES : 1); example++) {
        Path left = directory.resolve("left-" + rounds++);
        model.cut(left, fate, new Random(1_000L * step + example));
        check(left, step, packed);
        delete(left);
      }
      if (step < steps.size()) {
        model.play(steps.get(step));
      }
    }
  }

  private void check(Path left, int step, boolean packed) throws IOException {
    try (DiskStore store =
        DiskStore.open(left, new RecordingDisk(new LocalDisk()), DiskOptions.DEFAULT)) {
      for (Batch batch : batches) {
        List<Boolean> small = new ArrayList<>();
        for (byte[] blob : batch.blobs()) {
          boolean there = isThere(store, blob);
          assertThat(there || step < batch.committed()).as("after step %d", step).isTrue();
          if (blob.length < 1 << 17 && isOnlyIn(batch, blob)) {
            small.add(there);
          }
        }
        assertThat(small.stream().distinct().count())
            .as("small blobs half there after step %d", step)
            .isLessThanOrEqualTo(packed ? 1 : 2);
      }
      checkRef(store, step);
      assertThat(store.stats().quarantined()).isZero();
      try (WriteBatch batch = store.begin()) {
        for (byte[] blob : batches.get(0).blobs()) {
          batch.put(blob);
        }
        batch.commit();
      }
      for (byte[] blob : batches.get(0).blobs()) {
        assertThat(isThere(store, blob)).isTrue();
      }
    }
    try (Stream<Path> temporary = Files.list(left.resolve("tmp"))) {
      assertThat(temporary).as("temporary files after step %d", step).isEmpty();
    }
  }

  private boolean isOnlyIn(Batch batch, byte[] blob) {
    return batches.stream()
        .filter(other -> !other.equals(batch))
        .flatMap(other -> other.blobs().stream())
        .noneMatch(other -> Arrays.equals(other, blob));
  }

  private void checkRef(DiskStore store, int step) throws IOException {
    List<String> possible = new ArrayList<>(List.of("none"));
    for (Map.Entry<Integer, String> entry : refs.entrySet()) {
      if (step >= entry.getKey()) {
        possible.clear();
      }
      possible.add(entry.getValue());
    }
    String value = store.refs().read("runs/1").map(String::new).orElse("none");
    assertThat(value).as("ref after step %d", step).isIn(possible);
  }

  private static boolean isThere(ObjectStore store, byte[] blob) throws IOException {
    Digest digest = Digest.of(blob);
    Optional<Digest> found = store.find(digest.hash());
    if (found.isEmpty()) {
      return false;
    }
    assertThat(store.read(digest.hash(), digest.size())).isEqualTo(blob);
    return true;
  }

  @Test
  void aCommitMakesDurableWhatAnotherProcessPublishedButNeverForced() throws IOException {
    List<byte[]> blobs = List.of(bytes("small"), random(9, 200_000));
    FaultyDisk dying = new FaultyDisk(disk);
    try (DiskStore first = DiskStore.open(place, dying, DiskOptions.DEFAULT);
        DiskStore second = DiskStore.open(place, disk, DiskOptions.DEFAULT)) {
      try (WriteBatch batch = first.begin()) {
        for (byte[] blob : blobs) {
          batch.put(blob);
        }
        dying.failForcedDirectories();
        assertThatThrownBy(batch::commit).hasStackTraceContaining("injected fault: force");
      }
      write(second, blobs);
    }
    PowerCut model = new PowerCut(place);
    disk.steps().forEach(model::play);
    Path left = directory.resolve("left");
    model.cut(left, PowerCut.Fate.LOST, new Random(0));
    try (DiskStore store = DiskStore.open(left, new LocalDisk(), DiskOptions.DEFAULT)) {
      for (byte[] blob : blobs) {
        assertThat(isThere(store, blob)).isTrue();
      }
    }
  }

  private static void delete(Path tree) throws IOException {
    try (Stream<Path> paths = Files.walk(tree)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
