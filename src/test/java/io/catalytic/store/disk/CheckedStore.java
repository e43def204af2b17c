package io.catalytic.store.disk;

import static io.catalytic.store.StoreContract.bytes;
import static io.catalytic.store.StoreContract.random;
import static org.assertj.core.api.Assertions.assertThat;

import io.catalytic.digest.Digest;
import io.catalytic.digest.Hash;
import io.catalytic.domain.DirectoryContents;
import io.catalytic.domain.Domain;
import io.catalytic.domain.Manifest;
import io.catalytic.domain.Snapshot;
import io.catalytic.domain.SnapshotIndex;
import io.catalytic.store.Finding;
import io.catalytic.store.FsckOptions;
import io.catalytic.store.FsckReport;
import io.catalytic.store.ObjectStore;
import io.catalytic.store.Stores;
import io.catalytic.store.WriteBatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** A store with the snapshot of a directory, and the directory, to damage and to heal it. */
final class CheckedStore {
  private final Path place;
  private final Path source;
  private final List<byte[]> contents = new ArrayList<>();
  private Path pack = Path.of("");
  private byte[] manifest = {};
  private String root = "";

  CheckedStore(Path directory) {
    place = directory.resolve("store");
    source = directory.resolve("source");
  }

  /**
   * What a check came to.
   *
   * @param findings all of them
   * @param report the whole
   */
  record Result(List<Finding> findings, FsckReport report) {

    List<Finding> all(Finding.Kind kind) {
      return findings.stream().filter(finding -> finding.kind() == kind).toList();
    }

    Finding only(Finding.Kind kind) {
      assertThat(all(kind)).as("%s", findings).hasSize(1);
      return all(kind).get(0);
    }

    /** Returns the blobs that are still missing. */
    Set<Hash> missing() {
      Set<Hash> missing = new TreeSet<>();
      for (Finding finding : all(Finding.Kind.MISSING)) {
        if (finding.done() == Finding.Done.LEFT) {
          missing.add(finding.hash().orElseThrow());
        }
      }
      return missing;
    }
  }

  /** Makes both. */
  void make() throws IOException {
    Files.createDirectories(source.resolve("sub"));
    for (int i = 0; i < 12; i++) {
      add("sub/" + i, bytes("the small file " + i + "\n"));
    }
    add("empty", new byte[0]);
    add("a", random(1, 20_000));
    add("large", random(2, 200_000));
    add("larger", random(3, 1_500_000));
    Files.createSymbolicLink(source.resolve("link"), Path.of("sub/1"));
    contents.add(bytes("sub/1"));
    try (ObjectStore store = Stores.open(place.toString())) {
      // In one thread, so that there is one pack of contents.
      try (WriteBatch batch = store.begin()) {
        Snapshot snapshot =
            Snapshot.take(
                Domain.of(source, List.of()), 1, () -> (path, bytes, size) -> batch.put(bytes));
        batch.commit();
        manifest = Manifest.write(snapshot.entries().iterator()).readAllBytes();
        pack = place.resolve("packs").resolve(new LocalDisk().list(place.resolve("packs")).get(0));
        addWithoutPages(store, snapshot); // the manifest goes into another
        root = snapshot.root().hash().hex();
      }
    }
  }

  /** As before version 1.2: pages are no part of a directory, so that none can give them back. */
  private static void addWithoutPages(ObjectStore store, Snapshot snapshot) throws IOException {
    try (WriteBatch batch = store.begin()) {
      Digest bytes = batch.put(Manifest.write(snapshot.entries().iterator()));
      batch.commit();
      new SnapshotIndex(store)
          .add(new SnapshotIndex.Known(snapshot.root(), bytes, List.of(), true));
    }
  }

  private void add(String name, byte[] content) throws IOException {
    Files.write(source.resolve(name), content);
    contents.add(content);
  }

  /** Takes another snapshot, of which one entry is new. */
  void snapshotAgain() throws IOException {
    Files.createDirectory(source.resolve("new"));
    try (ObjectStore store = Stores.open(place.toString())) {
      Snapshot snapshot = Snapshot.takeInto(store, Domain.of(source, List.of()));
      addWithoutPages(store, snapshot);
    }
  }

  /** The store. */
  Path place() {
    return place;
  }

  /** The directory. */
  Path source() {
    return source;
  }

  /** All contents of the directory. */
  List<byte[]> contents() {
    return contents;
  }

  /** The manifest of the directory, a blob in another pack. */
  byte[] manifest() {
    return manifest.clone();
  }

  /** The ref's file in the store. */
  String ref() {
    return "refs/roots/" + root;
  }

  /** The contents in the pack. */
  List<Digest> small() {
    List<Digest> small = new ArrayList<>();
    contents.stream().filter(blob -> blob.length < 1 << 17).map(Digest::of).forEach(small::add);
    return small;
  }

  /** The loose objects. */
  List<Digest> large() {
    return contents.stream().filter(blob -> blob.length >= 1 << 17).map(Digest::of).toList();
  }

  /** The pack that has the small contents. */
  Path pack() {
    return pack;
  }

  Digest commit(byte[] blob) throws IOException {
    try (ObjectStore store = Stores.open(place.toString());
        WriteBatch batch = store.begin()) {
      Digest digest = batch.put(blob);
      batch.commit();
      return digest;
    }
  }

  Result check() throws IOException {
    return check(FsckOptions.CHECK);
  }

  Result repairFromSource() throws IOException {
    return check(repairing());
  }

  /** To put back what the directory has. */
  FsckOptions repairing() throws IOException {
    return FsckOptions.repairing(new DirectoryContents(Domain.of(source, List.of())));
  }

  /** The ref's record. */
  byte[] record() throws IOException {
    return Files.readAllBytes(place.resolve(ref()));
  }

  Result check(FsckOptions options) throws IOException {
    return check(new LocalDisk(), options);
  }

  Result check(Disk disk, FsckOptions options) throws IOException {
    List<Finding> findings = new ArrayList<>();
    try (DiskStore store = DiskStore.open(place, disk, DiskOptions.DEFAULT)) {
      FsckReport report = store.fsck(options, findings::add);
      for (Finding.Kind kind : Finding.Kind.values()) {
        long count = findings.stream().filter(finding -> finding.kind() == kind).count();
        assertThat(report.found()).containsEntry(kind, count);
      }
      return new Result(findings, report);
    }
  }

  /** Returns the blobs that the store does not have. */
  Set<Hash> notThere() throws IOException {
    Set<Hash> absent = new TreeSet<>();
    try (ObjectStore store = Stores.open(place.toString())) {
      for (byte[] blob : blobs()) {
        Hash hash = Digest.of(blob).hash();
        if (store.find(hash).isEmpty()) {
          absent.add(hash);
        }
      }
    }
    return absent;
  }

  private List<byte[]> blobs() {
    List<byte[]> blobs = new ArrayList<>(contents);
    blobs.add(manifest);
    return blobs;
  }

  void assertAllThere() throws IOException {
    assertOnlyMissing(Set.of());
  }

  /** Reads every blob: those not missing have their bytes, the missing ones are not there. */
  void assertOnlyMissing(Set<Hash> missing) throws IOException {
    try (ObjectStore store = Stores.open(place.toString())) {
      for (byte[] blob : blobs()) {
        Digest digest = Digest.of(blob);
        if (missing.contains(digest.hash())) {
          assertThat(store.find(digest.hash())).isEmpty();
        } else {
          assertThat(store.read(digest.hash(), digest.size())).isEqualTo(blob);
        }
      }
    }
  }
}
