package io.catalytic.store.remote;

import static io.catalytic.store.StoreContract.random;
import static org.assertj.core.api.Assertions.assertThat;

import io.catalytic.digest.Digest;
import io.catalytic.store.BlobCorruptException;
import io.catalytic.store.ObjectStore;
import io.catalytic.store.WriteBatch;
import io.catalytic.store.pack.ByteSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is asked of the remote, and what is not asked twice. */
final class RemoteCacheTest {
  @TempDir private Path temp;
  private final List<Digest> blobs = new ArrayList<>();
  private final AtomicInteger opened = new AtomicInteger();
  private final AtomicInteger listed = new AtomicInteger();

  @BeforeEach
  void commit() throws IOException {
    try (ObjectStore store = open();
        WriteBatch batch = store.begin()) {
      for (int i = 0; i < 200; i++) {
        blobs.add(batch.put(random(i, 5_000)));
      }
      batch.commit();
    }
    try (Stream<Path> packs = Files.list(temp.resolve("store/packs"))) {
      assertThat(packs).as("objects of one batch").hasSize(1);
    }
    try (Stream<Path> kept = Files.list(temp.resolve("cache"))) {
      kept.forEach(file -> file.toFile().delete());
    }
    opened.set(0);
    listed.set(0);
  }

  private ObjectStore open() throws IOException {
    Path folder = temp.resolve("store");
    SegmentCache cache = new SegmentCache(temp.resolve("cache"), 1 << 26, InstantSource.system());
    RemoteObjects objects =
        new RemoteObjects(
            new Counting(FolderRemote.remote(folder)),
            FolderRemote.place(folder),
            new Segments(Optional.of(cache)));
    return RemoteStore.open(objects, BatchLimits.DEFAULT, true);
  }

  @Test
  void theBlobsOfOnePackAreReadInAFewRequestsAndLaterInNone() throws IOException {
    try (ObjectStore store = open()) {
      readAll(store);
    }
    // format.json, the pack's index, its one piece of data (200 blobs of 5,000 bytes)
    assertThat(opened).hasValue(3);
    assertThat(listed).hasValue(3); // what is set aside, packs and tombstones

    opened.set(0);
    try (ObjectStore another = open()) {
      readAll(another);
    }
    assertThat(opened).as("format.json is read anew").hasValue(1);
  }

  @Test
  void aSpoiledCacheIsReadAnewFromTheRemote() throws IOException {
    try (ObjectStore store = open()) {
      readAll(store);
    }
    try (Stream<Path> kept = Files.list(temp.resolve("cache"))) {
      for (Path file : kept.filter(path -> !path.endsWith("lock")).toList()) {
        RemoteSpoiler.flipBit(file, Files.size(file) / 2);
      }
    }
    opened.set(0);
    try (ObjectStore store = open()) {
      readAll(store);
      assertThat(store.stats().quarantined()).isZero();
    }
    assertThat(opened).hasValue(3);
  }

  @Test
  void aCacheSpoiledBehindItsChecksumsCostsAReadAndNoBlob() throws IOException {
    try (ObjectStore store = open()) {
      readAll(store);
    }
    Digest first = blobs.get(0);
    SegmentCache cache = new SegmentCache(temp.resolve("cache"), 1 << 26, InstantSource.system());
    try (Stream<Path> kept = Files.list(temp.resolve("cache"))) {
      for (Path file : kept.filter(path -> path.toString().endsWith(".0")).toList()) {
        String name = file.getFileName().toString();
        byte[] piece = cache.get(name).orElseThrow();
        piece[20] ^= 1; // of the first blob, behind the header
        cache.remove(name);
        cache.put(name, piece);
      }
    }
    try (ObjectStore store = open()) {
      try {
        store.read(first.hash(), first.size());
      } catch (BlobCorruptException e) {
        // Said once, since the bytes were handed out already.
      }
      assertThat(store.read(first.hash(), first.size())).isEqualTo(random(0, 5_000));
      assertThat(store.stats().quarantined()).isZero();
    }
  }

  @Test
  void knownBlobsCostNoObject() throws IOException {
    try (ObjectStore store = open();
        WriteBatch batch = store.begin()) {
      for (int i = 0; i < 200; i++) {
        batch.put(random(i, 5_000));
      }
      batch.commit();
    }
    try (Stream<Path> packs = Files.list(temp.resolve("store/packs"))) {
      assertThat(packs).hasSize(1);
    }
  }

  private void readAll(ObjectStore store) throws IOException {
    for (int i = 0; i < blobs.size(); i++) {
      Digest digest = blobs.get(i);
      assertThat(store.read(digest.hash(), digest.size())).isEqualTo(random(i, 5_000));
    }
  }

  /** Counts what costs requests. */
  private final class Counting implements Remote {
    private final Remote remote;

    Counting(Remote remote) {
      this.remote = remote;
    }

    @Override
    public List<Listed> list(String prefix) throws IOException {
      listed.incrementAndGet();
      return remote.list(prefix);
    }

    @Override
    public List<String> some() throws IOException {
      return remote.some();
    }

    @Override
    public OptionalLong size(String name) throws IOException {
      return remote.size(name);
    }

    @Override
    public ByteSource open(String name) throws IOException {
      opened.incrementAndGet();
      return remote.open(name);
    }

    @Override
    public void put(String name, ByteSource content) throws IOException {
      remote.put(name, content);
    }

    @Override
    public boolean delete(String name) throws IOException {
      return remote.delete(name);
    }
  }
}
