package io.catalytic.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catalytic.digest.Digest;
import io.catalytic.digest.Hash;
import io.catalytic.store.BlobMissingException;
import io.catalytic.store.Mark;
import io.catalytic.store.ObjectStore;
import io.catalytic.store.Stores;
import io.catalytic.store.WriteBatch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RootTracerTest {
  private final RootTracer tracer = new RootTracer();
  private final ObjectStore store = Stores.inMemory();
  private final List<Hash> needed = new ArrayList<>();
  private final List<Hash> kept = new ArrayList<>();
  @TempDir private Path temp;
  private Snapshot snapshot;
  private String name;

  RootTracerTest(@TempDir Path directory) throws IOException {
    Files.writeString(directory.resolve("a.txt"), "hello\n");
    Files.createDirectory(directory.resolve("sub"));
    Files.createSymbolicLink(directory.resolve("link"), Path.of("a.txt"));
    snapshot = Snapshot.take(Domain.of(directory, List.of()));
    name = "roots/" + snapshot.root().hash();
  }

  @BeforeEach
  void makeADomainOfItsOwn() throws IOException {
    Files.writeString(temp.resolve("other"), "other");
  }

  private final Mark mark =
      new Mark() {
        @Override
        public void needs(Hash hash) {
          needed.add(hash);
        }

        @Override
        public void keeps(Hash hash) {
          kept.add(hash);
        }
      };

  private byte[] record() throws IOException {
    Optional<byte[]> record = store.refs().read(name);
    return record.isPresent() ? record.get() : store.refs().read(name + ".listed").orElseThrow();
  }

  private Hash page() throws IOException {
    return new SnapshotIndex(store)
        .find(snapshot.root().hash())
        .orElseThrow()
        .pages()
        .orElseThrow();
  }

  private static Hash hash(String text) {
    return Digest.of(text.getBytes(StandardCharsets.UTF_8)).hash();
  }

  @Test
  void contentsThatWereGivenToTheStoreAreNeeded() throws IOException {
    Digest manifest = new SnapshotIndex(store).add(snapshot, true).manifest();
    tracer.trace(name, record(), store, mark);
    assertThat(needed).containsExactly(manifest.hash(), hash("hello\n"), hash("a.txt"));
    assertThat(kept).containsExactly(page());
    tracer.check(name, record(), store);
  }

  @Test
  void contentsThatWereOnlyHashedAreKeptIfTheyAreThere() throws IOException {
    Digest manifest = new SnapshotIndex(store).add(snapshot, false).manifest();
    tracer.trace(name, record(), store, mark);
    assertThat(needed).containsExactly(manifest.hash());
    assertThat(kept).containsExactly(page(), hash("hello\n"), hash("a.txt"));
  }

  @Test
  void aRecordOfVersionOneZeroDoesNotSayThatContentsAreThere() throws IOException {
    new SnapshotIndex(store).add(snapshot, true);
    String old =
        new String(record(), StandardCharsets.UTF_8)
            .replace(",\"contents\":true", "")
            .replace(",\"pages\":\"" + page() + "\"", "")
            .replace("\"1.2\"", "\"1.0\"");
    assertThat(old).doesNotContain("contents").doesNotContain("pages");
    tracer.trace(name, old.getBytes(StandardCharsets.UTF_8), store, mark);
    assertThat(kept).hasSize(2);
  }

  @Test
  void everyPageIsKeptAndChecked(@TempDir Path large) throws IOException {
    for (int i = 0; i < 200; i++) {
      Files.writeString(large.resolve("file-" + i), "x");
    }
    snapshot = Snapshot.take(Domain.of(large, List.of()));
    name = "roots/" + snapshot.root().hash();
    Digest manifest = new SnapshotIndex(store).add(snapshot, false).manifest();
    tracer.trace(name, record(), store, mark);
    // The first page, one for each of the 16 first digits of a key, and the one content.
    assertThat(needed).containsExactly(manifest.hash());
    assertThat(kept).startsWith(page());
    assertThat(Set.copyOf(kept)).hasSize(17 + 1);
    tracer.check(name, record(), store);
    List<Hash> pages = kept.subList(1, 17);
    String broken =
        new String(record(), StandardCharsets.UTF_8).replace(page().hex(), pages.get(5).hex());
    assertThatThrownBy(() -> tracer.check(name, broken.getBytes(StandardCharsets.UTF_8), store))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "page " + pages.get(5) + " is not the first one of the root " + snapshot.root().hash());
  }

  @Test
  void pagesThatAreLostAreNoDamage() throws IOException {
    new SnapshotIndex(store).add(snapshot, false);
    String gone =
        new String(record(), StandardCharsets.UTF_8).replace(page().hex(), hash("gone").hex());
    byte[] bytes = gone.getBytes(StandardCharsets.UTF_8);
    tracer.trace(name, bytes, store, mark);
    assertThat(kept).containsExactly(hash("gone"), hash("hello\n"), hash("a.txt"));
    tracer.check(name, bytes, store);
    SnapshotIndex.Known known = SnapshotIndex.parse(snapshot.root().hash(), bytes);
    assertThat(PathProver.prove(store, known, RawPath.of("a.txt")))
        .isEqualTo(
            PathProver.prove(
                store,
                new SnapshotIndex(store).find(snapshot.root().hash()).orElseThrow(),
                RawPath.of("a.txt")));
  }

  @Test
  void whatWasKeptOnceIsNotForgottenByASnapshotWithoutContents() throws IOException {
    SnapshotIndex index = new SnapshotIndex(store);
    index.add(snapshot, true);
    index.add(snapshot, false);
    assertThat(index.find(snapshot.root().hash()).orElseThrow().contents()).isTrue();
  }

  @Test
  void aManifestThatIsMissingIsNamedBeforeItIsRead() throws IOException {
    SnapshotIndex.Known known =
        new SnapshotIndex.Known(snapshot.root(), new Digest(hash("gone"), 1), List.of(), false);
    new SnapshotIndex(store).add(known);
    assertThatThrownBy(() -> tracer.trace(name, record(), store, mark))
        .isInstanceOf(BlobMissingException.class);
    assertThat(needed).containsExactly(hash("gone"));
  }

  @Test
  void aManifestThatIsNoneOrOfAnotherRootIsRefused() throws IOException {
    Snapshot other = Snapshot.take(Domain.of(temp, List.of()));
    try (WriteBatch batch = store.begin()) {
      Digest none = batch.put("no manifest".getBytes(StandardCharsets.UTF_8));
      Digest another = batch.put(Manifest.write(other.entries().iterator()));
      batch.commit();
      new SnapshotIndex(store).add(new SnapshotIndex.Known(snapshot.root(), none, List.of(), true));
      assertThatThrownBy(() -> tracer.trace(name, record(), store, mark))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("the manifest " + none.hash() + " is damaged: bad manifest line");
      new SnapshotIndex(store)
          .add(new SnapshotIndex.Known(snapshot.root(), another, List.of(), true));
      assertThatThrownBy(() -> tracer.check(name, record(), store))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith(
              "the manifest " + another.hash() + " has the root " + other.root().hash());
    }
  }

  @Test
  void aRefThatIsNoRecordOfARootIsRefused() {
    for (String record : List.of("", "{}", "[1", "{\"schema_version\":\"2.0\"}")) {
      byte[] bytes = record.getBytes(StandardCharsets.UTF_8);
      assertThatThrownBy(() -> tracer.trace(name, bytes, store, mark))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("the store's record of root " + snapshot.root().hash());
    }
    assertThatThrownBy(() -> tracer.trace("roots/x", new byte[0], store, mark))
        .isInstanceOf(IOException.class)
        .hasMessage("the name of a root is 64 lower-case hex digits; got x");
  }
}
