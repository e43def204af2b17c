package io.catalytic.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.catalytic.digest.Digest;
import io.catalytic.digest.Hasher;
import io.catalytic.merkle.EntryType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class SnapshotTest {
  @TempDir private Path temp;
  private Path dir;

  @BeforeEach
  void makeTheWorkedExample() throws IOException {
    dir = temp.resolve("domain");
    Files.createDirectory(dir);
    Files.createDirectory(dir.resolve("empty"));
    Files.writeString(dir.resolve("a.txt"), "hello\n");
    Files.createSymbolicLink(dir.resolve("link"), Path.of("a.txt"));
    chmod("rwxr-xr-x", dir, dir.resolve("empty"));
    chmod("rw-r--r--", dir.resolve("a.txt"));
  }

  private static void chmod(String mode, Path... files) throws IOException {
    for (Path file : files) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }
  }

  private Domain domain(Path... own) throws IOException {
    return Domain.of(dir, List.of(own));
  }

  private static void run(String... command) throws Exception {
    assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
  }

  @Test
  void theWorkedExampleHasItsPublishedRoot() throws Exception {
    Snapshot snapshot = Snapshot.take(domain());
    assertThat(snapshot.root().hash())
        .hasToString("16cc2270f0de9102af2599453dd48ae9ac786d9892c5673f3cf949cf11665d0b");
    assertThat(snapshot.entries())
        .extracting(entry -> entry.path().display(), Entry::type, Entry::mode)
        .containsExactly(
            tuple("", EntryType.DIRECTORY, 0755),
            tuple("a.txt", EntryType.FILE, 0644),
            tuple("empty", EntryType.DIRECTORY, 0755),
            tuple("link", EntryType.SYMLINK, 0));
  }

  @Test
  void setuidAndStickyBitsCount() throws Exception {
    run("chmod", "4755", dir.resolve("a.txt").toString());
    run("chmod", "1777", dir.resolve("empty").toString());
    assertThat(Snapshot.take(domain()).entries())
        .extracting(Entry::mode)
        .containsExactly(0755, 04755, 01777, 0);
  }

  @Test
  void everyPathThatCannotBeAnEntryIsNamedBeforeAnythingIsRead() throws Exception {
    run("mkfifo", dir.resolve("pipe").toString(), dir.resolve("empty/another").toString());
    List<RawPath> read = new ArrayList<>();
    assertThatThrownBy(
            () ->
                Snapshot.take(
                    domain(),
                    1,
                    () ->
                        (path, bytes, size) -> {
                          read.add(path);
                          return ContentSink.hashing().take(path, bytes, size);
                        }))
        .isInstanceOf(RefusedPathsException.class)
        .hasMessageContaining("2 paths of " + dir)
        .hasMessageContaining("empty/another is a FIFO")
        .hasMessageContaining("pipe is a FIFO");
    assertThat(read).isEmpty();
  }

  @Test
  void whatIsLeftOutIsNoEntry() throws Exception {
    Path store = dir.resolve(".catalytic/store");
    Files.createDirectories(store);
    Files.writeString(store.resolve("blob"), "x");
    Domain domain = domain(dir.resolve(".catalytic"), temp.resolve("elsewhere"));
    assertThat(domain.leftOut()).containsExactly(RawPath.of(".catalytic"));
    assertThat(Snapshot.take(domain).root().hash().hex()).startsWith("16cc2270");
  }

  @Test
  void aDomainInsideOurOwnDirectoryIsRefused() {
    assertThatThrownBy(() -> domain(temp)).hasMessageContaining("lies inside");
    assertThatThrownBy(() -> domain(dir)).hasMessageContaining("lies inside");
  }

  @Test
  void aMissingDirectoryIsNamed() {
    assertThatThrownBy(() -> Domain.of(temp.resolve("nowhere"), List.of()))
        .hasMessageContaining("nowhere")
        .hasMessageContaining("no such directory");
    assertThatThrownBy(() -> Domain.of(dir.resolve("a.txt"), List.of()))
        .hasMessageContaining("not a directory");
  }

  @Test
  void namesThatAreNotUtf8AreKeptByteForByte() throws Exception {
    byte[] name = {'n', (byte) 0xff, (byte) 0xfe, '%', '2', '5', '\n', ' '};
    RawPath path = RawPath.ROOT.child(name);
    Files.writeString(PathBytes.resolve(dir, path), "raw");
    Entry entry = new EntryReader(domain(), ContentSink.hashing()).read(path).orElseThrow();
    assertThat(entry.content().size()).isEqualTo(3);
    assertThat(Snapshot.take(domain()).entries()).contains(entry);
    assertThat(namesByFind()).contains(new String(name, StandardCharsets.ISO_8859_1));
    assertThat(path.display()).isEqualTo("n\\xff\\xfe%25\\x0a ");
  }

  /** What another program says the names are, as Latin-1 text so that every byte is a character. */
  private List<String> namesByFind() throws Exception {
    Process find =
        new ProcessBuilder("find", dir.toString(), "-mindepth", "1", "-printf", "%P\\0").start();
    byte[] out = find.getInputStream().readAllBytes();
    assertThat(find.waitFor()).isZero();
    return List.of(new String(out, StandardCharsets.ISO_8859_1).split("\0"));
  }

  @Test
  void aLinksTargetIsItsRawBytes() throws Exception {
    for (String target : List.of("a//b/", "../..", "/abs/", "dangling\nline", "empty/")) {
      Path link = dir.resolve("l");
      Files.deleteIfExists(link);
      run("ln", "-s", target, link.toString());
      Entry entry =
          new EntryReader(domain(), ContentSink.hashing()).read(RawPath.of("l")).orElseThrow();
      assertThat(entry.content().hash())
          .as(target)
          .isEqualTo(Hasher.sha256(target.getBytes(StandardCharsets.UTF_8)));
    }
  }

  @Test
  void aTargetThatIsNotUtf8IsKeptByteForByte() throws Exception {
    byte[] target = {'e', 'm', 'p', 't', 'y', '/', '.', '.', '/', (byte) 0xc3, '/', '/'};
    run("sh", "-c", "ln -s \"$(printf 'empty/../\\303//')\" '" + dir.resolve("raw") + "'");
    Entry entry =
        new EntryReader(domain(), ContentSink.hashing()).read(RawPath.of("raw")).orElseThrow();
    assertThat(entry.content().hash()).isEqualTo(Hasher.sha256(target));
  }

  @Test
  void linksAreNotFollowed() throws Exception {
    Files.createSymbolicLink(dir.resolve("loop"), Path.of("."));
    Files.createSymbolicLink(dir.resolve("dangling"), Path.of("nowhere"));
    assertThat(Snapshot.take(domain()).entries()).hasSize(6);
  }

  @Test
  void aFileThatChangedWhileItWasReadIsReadAgain() throws Exception {
    int[] reads = {0};
    ContentSink growsOnce =
        (path, bytes, size) -> {
          if (reads[0]++ == 0) {
            Files.writeString(dir.resolve("a.txt"), "something longer\n");
          }
          return ContentSink.hashing().take(path, bytes, size);
        };
    Entry entry = new EntryReader(domain(), growsOnce).read(RawPath.of("a.txt")).orElseThrow();
    assertThat(reads[0]).isEqualTo(2);
    assertThat(entry.content().size()).isEqualTo(17);
  }

  @Test
  void aFileThatNeverStopsChangingIsNamed() throws Exception {
    ContentSink grows =
        (path, bytes, size) -> {
          Files.writeString(dir.resolve("a.txt"), "x".repeat((int) size + 1));
          return ContentSink.hashing().take(path, bytes, size);
        };
    assertThatThrownBy(() -> new EntryReader(domain(), grows).read(RawPath.of("a.txt")))
        .isInstanceOf(UnstableEntryException.class)
        .hasMessageContaining("a.txt changed while it was read, 3 times");
  }

  @Test
  void aFileSwappedForALinkWhileItWasReadIsNotFollowed() throws Exception {
    Files.writeString(dir.resolve("target"), "hello\n");
    int[] takes = {0};
    ContentSink swaps =
        (path, bytes, size) -> {
          if (takes[0]++ == 0) {
            Files.delete(dir.resolve("a.txt"));
            Files.createSymbolicLink(dir.resolve("a.txt"), Path.of("target"));
          }
          return ContentSink.hashing().take(path, bytes, size);
        };
    Entry entry = new EntryReader(domain(), swaps).read(RawPath.of("a.txt")).orElseThrow();
    assertThat(entry.type()).isEqualTo(EntryType.SYMLINK);
  }

  @Test
  void aFileThatGrowsWithoutEndIsReadOneByteFurtherAtMost() throws Exception {
    List<Long> lengths = new ArrayList<>();
    ContentSink grows =
        (path, bytes, size) -> {
          long length = 0;
          while (bytes.read() >= 0 && length < 1000) {
            length++;
            Files.writeString(dir.resolve("a.txt"), "more", StandardOpenOption.APPEND);
          }
          lengths.add(length - size);
          return new Digest(Hasher.sha256(new byte[0]), length);
        };
    assertThatThrownBy(() -> new EntryReader(domain(), grows).read(RawPath.of("a.txt")))
        .isInstanceOf(UnstableEntryException.class);
    assertThat(lengths).containsExactly(1L, 1L, 1L);
  }

  /** To open it would wait for a writer, for ever: the limit is only for when this fails. */
  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aFileSwappedForAFifoSinceTheWalkIsRefusedAndNotOpened() throws Exception {
    Found file =
        DomainWalker.list(domain()).stream()
            .filter(found -> found.path().equals(RawPath.of("a.txt")))
            .findFirst()
            .orElseThrow();
    Files.delete(dir.resolve("a.txt"));
    run("mkfifo", dir.resolve("a.txt").toString());
    assertThatThrownBy(() -> new EntryReader(domain(), ContentSink.hashing()).read(file))
        .isInstanceOf(RefusedPathsException.class)
        .hasMessageContaining("a.txt is a FIFO");
  }

  @Test
  void aDirectoryThatIsGoneHasNoRoot() throws Exception {
    Domain domain = domain();
    run("rm", "-r", dir.toString());
    assertThatThrownBy(() -> Snapshot.take(domain))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("domain: the directory is gone");
    assertThatThrownBy(() -> DomainWalker.forEach(domain, found -> {}))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void refusedPathsOfAllLevelsAreListedInOrderWhateverThreadsFindThem() throws Exception {
    List<String> pipes = new ArrayList<>();
    Path deeper = dir;
    for (int level = 0; level < 12; level++) {
      for (int i = 0; i < 5; i++) {
        Path sub = Files.createDirectory(deeper.resolve("s" + i));
        pipes.add(dir.relativize(sub.resolve("pipe")).toString());
        run("mkfifo", sub.resolve("pipe").toString());
      }
      deeper = deeper.resolve("s" + level % 5);
    }
    pipes.sort(Comparator.naturalOrder());
    assertThatThrownBy(() -> Snapshot.take(domain(), 8, ContentSink::hashing))
        .isInstanceOfSatisfying(
            RefusedPathsException.class,
            e ->
                assertThat(e.refused())
                    .extracting(refused -> refused.path().display())
                    .isEqualTo(pipes));
  }

  @Test
  void whatVanishedIsNotThere() throws Exception {
    EntryReader reader = new EntryReader(domain(), ContentSink.hashing());
    assertThat(reader.read(RawPath.of("gone"))).isEmpty();
  }

  @Test
  void anErrorWhileReadingNamesTheFile() throws Exception {
    ContentSink fails =
        (path, bytes, size) -> {
          throw new FileSystemException(path.display(), null, "Input/output error");
        };
    assertThatThrownBy(() -> Snapshot.take(domain(), 2, () -> fails))
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining("Input/output error");
  }

  @Test
  void manyThreadsSeeWhatOneSees() throws Exception {
    for (int i : IntStream.range(0, 300).toArray()) {
      Files.createDirectories(dir.resolve("d" + i % 17));
      Files.writeString(dir.resolve("d" + i % 17 + "/f" + i), "content " + i);
    }
    assertThat(Snapshot.take(domain(), 8, ContentSink::hashing))
        .isEqualTo(Snapshot.take(domain(), 1, ContentSink::hashing));
  }

  @Test
  void theDifferenceNamesEveryPathThatChangedAndHow() throws Exception {
    Files.writeString(dir.resolve("gone"), "x");
    List<Entry> before = Snapshot.take(domain()).entries();
    Files.delete(dir.resolve("gone"));
    Files.writeString(dir.resolve("a.txt"), "HELLO\n");
    chmod("rwx------", dir.resolve("empty"));
    Files.delete(dir.resolve("link"));
    Files.createDirectory(dir.resolve("link"));
    Files.createFile(dir.resolve("new"));
    assertThat(Snapshot.take(domain()).since(before.iterator()))
        .extracting(
            difference -> difference.change().wireName() + " " + difference.path(),
            Difference::fields)
        .containsExactly(
            tuple("changed a.txt", List.of("content")),
            tuple("changed empty", List.of("mode")),
            tuple("removed gone", List.of()),
            tuple("changed link", List.of("type", "content")),
            tuple("added new", List.of()));
  }

  @Test
  void aStreamThatEndsEarlyIsNotTakenForTheWholeFile() throws Exception {
    ContentSink lies =
        (path, bytes, size) ->
            ContentSink.hashing().take(path, InputStream.nullInputStream(), size);
    assertThatThrownBy(() -> new EntryReader(domain(), lies).read(RawPath.of("a.txt")))
        .isInstanceOf(UnstableEntryException.class);
  }
}
