package io.catalytic.store.remote;

import static io.catalytic.store.StoreContract.bytes;
import static io.catalytic.store.StoreContract.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.catalytic.digest.Digest;
import io.catalytic.digest.Json;
import io.catalytic.schema.JsonSchema;
import io.catalytic.store.ChecksumLine;
import io.catalytic.store.Compression;
import io.catalytic.store.CopyState;
import io.catalytic.store.FsckOptions;
import io.catalytic.store.GcOptions;
import io.catalytic.store.GcReport;
import io.catalytic.store.HashListTracer;
import io.catalytic.store.Leases;
import io.catalytic.store.ObjectStore;
import io.catalytic.store.StoreSettings;
import io.catalytic.store.WriteBatch;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Cleanings beside writers: what a writer relied on is there when its refs are written. */
final class RemoteCleaningTest {
  private static final BatchLimits LIMITS = new BatchLimits(10_000, 1 << 20);
  private static final GcOptions NOW =
      new GcOptions(
          Duration.ZERO, 0, false, Clock.offset(Clock.systemUTC(), Duration.ofMinutes(1)));

  @TempDir private Path temp;

  private ObjectStore open() throws IOException {
    return FolderRemote.open(temp.resolve("store"), LIMITS);
  }

  private static List<Digest> put(ObjectStore store, List<byte[]> blobs) throws IOException {
    List<Digest> digests = new ArrayList<>();
    try (WriteBatch batch = store.begin()) {
      for (byte[] blob : blobs) {
        digests.add(batch.put(blob));
      }
      batch.commit();
    }
    return digests;
  }

  private static void requireAll(ObjectStore store, List<Digest> digests) throws IOException {
    for (Digest digest : digests) {
      assertThat(Digest.of(store.read(digest.hash(), digest.size()))).isEqualTo(digest);
    }
  }

  @Test
  void twoWritersOfTheSameBlobsLoseNothingToACleaningWithoutGrace() throws Exception {
    List<byte[]> blobs = List.of(bytes("small"), random(1, 5_000), random(2, 50_000));
    open().close();
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      List<Future<?>> writers = new ArrayList<>();
      for (String name : List.of("a", "b")) {
        writers.add(
            threads.submit(
                () -> {
                  for (int round = 0; round < 15; round++) {
                    write(name, blobs);
                  }
                  return name;
                }));
      }
      int cleanings = 0;
      while (!writers.stream().allMatch(Future::isDone)) {
        try (ObjectStore store = open()) {
          store.gc(NOW);
          cleanings++;
        }
      }
      for (Future<?> writer : writers) {
        writer.get();
      }
      assertThat(cleanings).isPositive();
    } finally {
      threads.shutdownNow();
    }
    try (ObjectStore store = open()) {
      store.gc(NOW);
      store.gc(NOW);
      assertThat(store.stats().blobs()).isZero();
      assertThat(store.refs().list("")).isEmpty();
    }
  }

  private void write(String name, List<byte[]> blobs) throws IOException {
    try (ObjectStore store = open()) {
      List<Digest> digests = put(store, blobs);
      HashListTracer.keep(store, name, digests);
    }
    try (ObjectStore store = open()) {
      requireAll(store, put(store, blobs));
      store.refs().delete("test/" + name);
    }
  }

  @Test
  void whatIsWrittenOfACleaningIsAsTheSchemasSay() throws IOException {
    try (ObjectStore writer = open();
        ObjectStore cleaner = open()) {
      put(writer, List.of(bytes("small"), random(2, 50_000)));
      cleaner.gc(NOW); // sets both aside, and waits for the lease of the writer
    }
    List<String> seen = new ArrayList<>();
    try (Stream<Path> files = Files.list(temp.resolve("store/condemned"))) {
      for (Path file : files.toList()) {
        String kind = file.toString().endsWith(".list") ? "list" : "seal";
        String name = RemoteLayout.CONDEMNED + file.getFileName();
        JsonNode json =
            Json.parse(ChecksumLine.strip(name, Files.readAllBytes(file)).orElseThrow());
        assertThat(JsonSchema.named("remote-condemned-" + kind).check(json)).isEmpty();
        assertThat(json.path(kind.equals("list") ? "objects" : "leases")).isNotEmpty();
        seen.add(kind);
      }
    }
    assertThat(seen).containsExactlyInAnyOrder("list", "seal");
  }

  @Test
  void aListOrASealInWhichOneDigitHasChangedIsDamagedAndNothingIsDeleted() throws IOException {
    Path folder = temp.resolve("store");
    List<Digest> digests;
    try (ObjectStore writer = open()) {
      digests = put(writer, List.of(bytes("small")));
    }
    Condemned condemned = new Condemned(FolderRemote.objects(folder));
    String pack = FolderRemote.remote(folder).list(RemoteLayout.PACKS).get(0).name();
    condemned.writeList("a", List.of(pack));
    condemned.writeSeal("a", new Condemned.Seal(7_000_000_000_000L, List.of()));
    for (String name : List.of(RemoteLayout.condemnedSeal("a"), RemoteLayout.condemnedList("a"))) {
      Path file = folder.resolve(name);
      String right = Files.readString(file);
      Files.writeString(file, right.replace("7000000000000", "1").replace("packs/", "pucks/"));
      try (ObjectStore cleaner = open()) {
        assertThatThrownBy(() -> cleaner.gc(NOW))
            .isInstanceOf(IOException.class)
            .hasMessage(
                FolderRemote.objects(folder).place(name)
                    + ": its checksum is wrong, or missing, so it is not told what is set aside;"
                    + " delete this object, and the next store gc looks at all of it anew");
      }
      Files.writeString(file, right);
    }
    try (ObjectStore reader = open()) {
      requireAll(reader, digests);
    }
    Files.delete(folder.resolve(RemoteLayout.condemnedList("a")));
    try (ObjectStore cleaner = open()) {
      assertThat(cleaner.gc(NOW).deleted().blobs()).isEqualTo(1); // as the advice says
    }
  }

  @Test
  void whatAWriterReliedOnStaysUntilItIsGoneAndIsTakenOffTheListIfItIsNeeded() throws IOException {
    List<byte[]> blobs = List.of(bytes("small"), random(2, 50_000));
    List<Digest> digests;
    try (ObjectStore before = open()) {
      digests = put(before, blobs);
    }
    try (ObjectStore writer = open();
        ObjectStore cleaner = open()) {
      put(writer, blobs);
      GcReport first = cleaner.gc(NOW);
      assertThat(first.condemned().blobs()).isEqualTo(2);
      assertThat(first.deleted().blobs()).isZero();
      assertThat(first.waitingFor()).singleElement().asString().startsWith("lease of process ");
      HashListTracer.keep(writer, "1", digests);
    }
    try (ObjectStore cleaner = open()) {
      assertThat(cleaner.gc(NOW).revived().blobs()).isPositive();
      requireAll(cleaner, digests);
      assertThat(FolderRemote.remote(temp.resolve("store")).list(RemoteLayout.CONDEMNED)).isEmpty();
    }
  }

  @Test
  void whoComesLaterWritesWhatIsSetAsideAnew() throws IOException {
    List<byte[]> blobs = List.of(bytes("small"), random(2, 50_000));
    try (ObjectStore holder = open()) {
      put(holder, blobs);
      try (ObjectStore cleaner = open();
          ObjectStore later = open()) {
        cleaner.gc(NOW);
        int before = FolderRemote.remote(temp.resolve("store")).list(RemoteLayout.PACKS).size();
        put(later, blobs);
        assertThat(FolderRemote.remote(temp.resolve("store")).list(RemoteLayout.PACKS))
            .hasSize(before + 2);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aReaderGoesOnWhereACleaningHasPutWhatItReads(Compression compression) throws IOException {
    List<Digest> digests = new ArrayList<>();
    try (ObjectStore writer = open()) {
      writer.configure(new StoreSettings(1 << 16, compression));
      digests.addAll(put(writer, List.of(new byte[1_000]))); // gets smaller
      digests.addAll(put(writer, List.of(bytes("small"))));
      digests.addAll(put(writer, List.of(random(3, 9_000))));
      HashListTracer.keep(writer, "1", digests);
    }
    try (ObjectStore reader = open();
        InputStream in = reader.open(digests.get(2).hash());
        ObjectStore cleaner = open()) {
      cleaner.gc(NOW);
      assertThat(in).hasBinaryContent(random(3, 9_000));
      requireAll(reader, digests);
    }
  }

  @Test
  void noCopyIsDeletedForAnotherThatIsCorrupt() throws IOException {
    for (byte[] blob : List.of(bytes("small"), random(2, 50_000))) {
      Digest digest = Digest.of(blob);
      Path folder = temp.resolve("store-" + blob.length);
      Path good = copyOf(blob);
      try (ObjectStore store = FolderRemote.open(folder, LIMITS)) {
        put(store, List.of(blob));
        HashListTracer.keep(store, "1", List.of(digest));
      }
      RemoteSpoiler.spoil(FolderRemote.objects(folder), folder, digest.hash());
      String name = RemoteLayout.PACKS + good.getFileName();
      Files.copy(good, folder.resolve(name));
      Condemned condemned = new Condemned(FolderRemote.objects(folder));
      condemned.writeList("a", List.of(name));
      condemned.writeSeal("a", new Condemned.Seal(0, List.of()));

      try (ObjectStore store = FolderRemote.open(folder, LIMITS)) {
        assertThat(store.gc(NOW).corrupt()).isEqualTo(1);
        assertThat(condemned.lists()).doesNotContain("a");
        requireAll(store, List.of(digest));
        store.gc(NOW);
        requireAll(store, List.of(digest));
      }
    }
  }

  @Test
  void whatCanBeSavedOfADamagedPackIsSavedWhereTheOtherCopyIsCorrupt() throws IOException {
    byte[] blob = bytes("small");
    Digest digest = Digest.of(blob);
    Path folder = temp.resolve("store");
    Path good = copyOf(blob);
    try (ObjectStore store = open()) {
      put(store, List.of(blob));
      RemoteSpoiler.spoil(FolderRemote.objects(folder), folder, digest.hash());
    }
    // Checked first, by its name, and so before anybody has read the other one.
    Path damaged = folder.resolve(RemoteLayout.pack("0".repeat(32)));
    Files.copy(good, damaged);
    RemoteSpoiler.flipBit(damaged, 3);

    try (ObjectStore store = open()) {
      store.fsck(FsckOptions.CHECK, finding -> {});
      requireAll(store, List.of(digest));
    }
  }

  /** Returns the object that another store made of a blob. */
  private Path copyOf(byte[] blob) throws IOException {
    Path folder = temp.resolve("other-" + blob.length);
    try (ObjectStore store = FolderRemote.open(folder, LIMITS)) {
      put(store, List.of(blob));
    }
    return folder.resolve(FolderRemote.remote(folder).list(RemoteLayout.PACKS).get(0).name());
  }

  @Test
  void aCopyIsCorruptOrRightOrGone() throws IOException {
    for (byte[] blob : List.of(bytes("small"), random(2, 50_000))) {
      Digest digest = Digest.of(blob);
      Path folder = temp.resolve("store-" + blob.length);
      try (ObjectStore store = FolderRemote.open(folder, LIMITS)) {
        put(store, List.of(blob));
      }
      RemoteObjects objects = FolderRemote.objects(folder);
      try (RemotePacks packs = new RemotePacks(objects);
          StoredBlob copy = packs.findFresh(digest.hash()).orElseThrow()) {
        RemoteQuarantine quarantine = new RemoteQuarantine(objects, packs);
        assertThat(quarantine.bury(digest.hash(), copy)).isEqualTo(CopyState.RIGHT);
        RemoteSpoiler.spoil(objects, folder, digest.hash());
        assertThat(quarantine.bury(digest.hash(), copy)).isEqualTo(CopyState.CORRUPT);
        assertThat(quarantine.count()).isEqualTo(1);
        Files.delete(folder.resolve(copy.name()));
        assertThat(quarantine.bury(digest.hash(), copy)).isEqualTo(CopyState.GONE);
      }
    }
  }

  @Test
  void aSealHasTheTimeOfTheSealing() throws IOException {
    try (ObjectStore writer = open();
        ObjectStore cleaner = open()) {
      put(writer, List.of(bytes("small")));
      Clock start = Clock.fixed(Instant.now().plus(Duration.ofMinutes(1)), ZoneOffset.UTC);
      Clock ticking =
          new MovingClock(new AtomicReference<>(Duration.ofMinutes(1))) {
            private long ticks;

            @Override
            public Instant instant() {
              return start.instant().plusMillis(ticks++);
            }
          };
      cleaner.gc(new GcOptions(Duration.ZERO, 0, false, ticking)); // waits for the writer
      Condemned condemned = new Condemned(FolderRemote.objects(temp.resolve("store")));
      assertThat(condemned.seal(condemned.lists().get(0)).orElseThrow().at())
          .isGreaterThan(start.millis() + 1);
    }
  }

  @Test
  void oneCleaningAtATime() throws IOException {
    try (ObjectStore store = open()) {
      Leases leases = new Leases(store.refs(), Clock.systemUTC());
      Leases.Lease other = leases.acquire("gc elsewhere", Duration.ofMinutes(10));
      assertThatThrownBy(() -> store.gc(NOW))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("this store is being cleaned already (gc elsewhere)");
      assertThat(store.refs().list("leases")).containsExactly(other.name());
      leases.release(other);
      store.gc(NOW);
      assertThat(store.refs().list("")).isEmpty();
    }
  }

  @Test
  void aWriterWhoseLeaseEndedCommitsNothingAndWritesNoRef() throws IOException {
    AtomicReference<Duration> later = new AtomicReference<>(Duration.ZERO);
    Clock clock = new MovingClock(later);
    Path folder = temp.resolve("store");
    try (ObjectStore store = RemoteStore.open(FolderRemote.objects(folder), LIMITS, true, clock);
        WriteBatch batch = store.begin()) {
      batch.put(bytes("late"));
      later.set(StoreLease.VALIDITY);
      assertThatThrownBy(batch::commit)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("could not be renewed within 60 minutes");
      assertThatThrownBy(() -> store.refs().write("test/1", bytes("")))
          .hasMessageContaining("open the store anew");
    }
  }

  /** The system's clock and some more. */
  private static class MovingClock extends Clock {
    private final AtomicReference<Duration> later;

    MovingClock(AtomicReference<Duration> later) {
      this.later = later;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return Clock.systemUTC().instant().plus(later.get());
    }
  }
}
