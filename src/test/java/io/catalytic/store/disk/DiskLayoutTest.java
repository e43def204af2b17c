package io.catalytic.store.disk;

import static io.catalytic.store.StoreContract.bytes;
import static io.catalytic.store.StoreContract.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catalytic.digest.Digest;
import io.catalytic.digest.Hash;
import io.catalytic.store.BlobCorruptException;
import io.catalytic.store.Compression;
import io.catalytic.store.GcOptions;
import io.catalytic.store.GcReport;
import io.catalytic.store.ObjectStore;
import io.catalytic.store.StoreSettings;
import io.catalytic.store.StoreStats;
import io.catalytic.store.Stores;
import io.catalytic.store.WriteBatch;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What lies where in a store's directory. */
final class DiskLayoutTest {
  private final Path place;

  DiskLayoutTest(@TempDir Path directory) {
    place = directory.resolve("store");
  }

  @Test
  void aLargeBlobIsAReadOnlyFileOfItsName() throws IOException {
    byte[] blob = random(1, 200_000);
    String hex = commit(blob).hash().hex();

    Path file =
        place.resolve("objects/" + hex.substring(0, 2) + "/" + hex.substring(2, 4)).resolve(hex);
    assertThat(file).hasBinaryContent(blob);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("r--r--r--");
  }

  @Test
  void theSmallBlobsOfABatchAreOnePack() throws IOException {
    commit(bytes("a"), bytes("b"), bytes("c"));
    assertThat(names("packs")).singleElement().asString().matches("[0-9a-f]{32}\\.pack");
    assertThat(names("objects")).isEmpty();
  }

  @Test
  void whatTheStoreHasAlreadyCostsNoPack() throws IOException {
    commit(bytes("a"), bytes("b"));
    commit(bytes("b"), bytes("a"));
    assertThat(names("packs")).hasSize(1);
  }

  @Test
  void settingsHoldFromTheNextBatchOfAnyWriter() throws IOException {
    byte[] text = bytes("again and ".repeat(10_000));
    try (ObjectStore writer = Stores.open(place.toString())) {
      writer.begin().close();
      try (ObjectStore other = Stores.open(place.toString())) {
        other.configure(new StoreSettings(1 << 10, Compression.NONE));
      }
      put(writer, text);
      assertThat(writer.stats().loose().count()).isEqualTo(1);
      writer.configure(new StoreSettings(1 << 20, Compression.ZSTD));
      put(writer, Arrays.copyOf(text, 90_000));
      assertThat(writer.stats().loose().count()).isEqualTo(1);
      assertThat(writer.stats().packs())
          .extracting(StoreStats.Packs::count, StoreStats.Packs::compressed)
          .containsExactly(1L, 1L);
      assertThat(writer.stats().packs().bytes()).isEqualTo(90_000);
      assertThat(writer.stats().packs().stored()).isLessThan(1_000);
    }
  }

  @Test
  void aFileOfTheRightNameAndTheWrongSizeIsNotTrusted() throws IOException {
    byte[] blob = random(2, 200_000);
    Hash hash = commit(blob).hash();
    DiskSpoiler.replace(new StoreLayout(place).loose(hash), random(2, 100_000));
    commit(blob);
    try (ObjectStore store = Stores.open(place.toString())) {
      assertThat(store.read(hash, 200_000)).isEqualTo(blob);
    }
  }

  @Test
  void whatIsCorruptIsKeptInQuarantineUnderItsName() throws IOException {
    byte[] large = random(3, 200_000);
    Hash small = commit(bytes("small")).hash();
    commit(large);
    Hash hash = Digest.of(large).hash();
    try (ObjectStore store = Stores.open(place.toString())) {
      for (Hash each : List.of(small, hash)) {
        DiskSpoiler.spoil(place, each);
        assertThatThrownBy(() -> store.read(each, 200_000))
            .isInstanceOf(BlobCorruptException.class);
      }
    }
    String pack = names("packs").get(0).replace(".pack", "");
    assertThat(names("quarantine"))
        .hasSize(2)
        .contains(small.hex() + "." + pack)
        .anyMatch(name -> name.matches(hash.hex() + "\\.[0-9a-f]{8}"));
    assertThat(place.resolve("quarantine").resolve(small.hex() + "." + pack))
        .hasBinaryContent(bytes("cmall"));
  }

  @Test
  void aBatchThatIsClosedHasNoTemporaryFilesWhileItsStoreLivesOn() throws IOException {
    try (ObjectStore store = Stores.open(place.toString())) {
      try (WriteBatch batch = store.begin()) {
        batch.put(bytes("small"));
        batch.put(random(4, 200_000));
        assertThat(temporaryFiles()).isEqualTo(2);
      }
      assertThat(temporaryFiles()).isZero();
      try (WriteBatch batch = store.begin()) {
        batch.put(bytes("small"));
        batch.put(random(4, 200_000));
        batch.commit();
      }
      assertThat(temporaryFiles()).isZero();
    }
    assertThat(names("tmp")).isEmpty();
  }

  @Test
  void anotherStoreOfThisProcessIsNotSwept() throws IOException {
    try (ObjectStore one = Stores.open(place.toString());
        WriteBatch batch = one.begin()) {
      batch.put(random(5, 200_000));
      for (int i = 0; i < 2; i++) {
        try (ObjectStore two = Stores.open(place.toString())) {
          two.begin().close();
        }
      }
      batch.commit();
      assertThat(one.find(Digest.of(random(5, 200_000)).hash())).isPresent();
    }
  }

  @Test
  void whatADeadProcessLeftIsSwept() throws IOException {
    Path tmp = place.resolve("tmp");
    Stores.open(place.toString()).close();
    for (String dead : List.of("1-1-aaaaaaaa", "2-2-bbbbbbbb")) {
      Files.createDirectories(tmp.resolve(dead));
      Files.writeString(tmp.resolve(dead).resolve("0"), "half");
    }
    Files.writeString(tmp.resolve("1-1-aaaaaaaa.lock"), "");
    commit(bytes("x"));
    assertThat(names("tmp")).isEmpty();
  }

  /** A directory or a loop of links can't be opened by anyone, root included. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aLockThatCannotBeOpenedCountsAsThatOfALivingWriter(boolean link) throws IOException {
    Path tmp = place.resolve("tmp");
    Digest digest = commit(bytes("garbage"));
    Path lock = tmp.resolve("1-1-aaaaaaaa.lock");
    if (link) {
      Files.createSymbolicLink(lock, lock);
    } else {
      Files.createDirectory(lock);
    }
    Path half = Files.createDirectories(tmp.resolve("1-1-aaaaaaaa")).resolve("0");
    Files.writeString(half, "half");

    commit(bytes("x"));
    assertThat(half).exists();
    Clock later = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(1));
    try (ObjectStore store = Stores.open(place.toString())) {
      GcReport report = store.gc(new GcOptions(Duration.ZERO, 0, false, later));
      assertThat(report.condemned().blobs()).isEqualTo(2);
      assertThat(report.deleted().blobs()).isZero();
      assertThat(report.waitingFor()).containsExactly("writer 1-1-aaaaaaaa");
      assertThat(store.find(digest.hash())).isPresent();
    }
    Files.delete(lock);
    commit(bytes("y"));
    assertThat(names("tmp")).isEmpty();
  }

  @Test
  void whatMayNotBeRemovedOfADeadProcessEndsNoBatch() throws IOException {
    Path dead = place.resolve("tmp/1-1-aaaaaaaa");
    Stores.open(place.toString()).close();
    Files.createDirectories(dead);
    Files.writeString(dead.resolve("0"), "half");
    Files.writeString(place.resolve("tmp/1-1-aaaaaaaa.lock"), "");
    Disk disk =
        new PassingDisk(new LocalDisk()) {
          @Override
          public void delete(Path path) throws IOException {
            if (path.startsWith(dead)) {
              throw new AccessDeniedException(path.toString());
            }
            super.delete(path);
          }
        };
    for (int i = 0; i < 2; i++) {
      try (ObjectStore store = DiskStore.open(place, disk, DiskOptions.DEFAULT)) {
        put(store, bytes("x"));
        assertThat(store.find(Digest.of(bytes("x")).hash())).isPresent();
      }
      Files.deleteIfExists(place.resolve("tmp/1-1-aaaaaaaa.lock"));
    }
    assertThat(dead.resolve("0")).exists();
  }

  @Test
  void aBlobOf300MiBStreamsThrough() throws IOException {
    long size = 300L << 20;
    try (ObjectStore store = Stores.open(place.toString());
        WriteBatch batch = store.begin()) {
      Hash hash = batch.put(new Zeros(size)).hash();
      batch.commit();
      try (InputStream in = store.open(hash)) {
        assertThat(in.transferTo(OutputStream.nullOutputStream())).isEqualTo(size);
      }
      assertThatThrownBy(() -> store.read(hash, 1 << 20))
          .hasMessageContaining("more than the limit");
    }
  }

  private Digest commit(byte[]... blobs) throws IOException {
    Digest last = Digest.of(new byte[0]);
    try (ObjectStore store = Stores.open(place.toString())) {
      for (Digest digest : put(store, blobs)) {
        last = digest;
      }
    }
    return last;
  }

  private static List<Digest> put(ObjectStore store, byte[]... blobs) throws IOException {
    List<Digest> digests = new ArrayList<>();
    try (WriteBatch batch = store.begin()) {
      for (byte[] blob : blobs) {
        digests.add(batch.put(blob));
      }
      batch.commit();
    }
    return digests;
  }

  private List<String> names(String directory) throws IOException {
    return new LocalDisk().list(place.resolve(directory));
  }

  private long temporaryFiles() throws IOException {
    try (Stream<Path> files = Files.walk(place.resolve("tmp"))) {
      return files
          .filter(file -> Files.isRegularFile(file) && !file.toString().endsWith(".lock"))
          .count();
    }
  }

  /** So many zero bytes. */
  private static final class Zeros extends InputStream {
    private long left;

    Zeros(long left) {
      this.left = left;
    }

    @Override
    public int read() {
      return left-- > 0 ? 0 : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      if (left <= 0) {
        return -1;
      }
      int read = (int) Math.min(length, left);
      Arrays.fill(into, offset, offset + read, (byte) 0);
      left -= read;
      return read;
    }
  }
}
