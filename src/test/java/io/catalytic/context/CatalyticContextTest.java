package io.catalytic.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.catalytic.digest.Digest;
import io.catalytic.digest.Hash;
import io.catalytic.digest.Json;
import io.catalytic.store.BlobMissingException;
import io.catalytic.store.ObjectStore;
import io.catalytic.store.Stores;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CatalyticContextTest {
  private final String place;
  private ObjectStore store;
  private CatalyticContext context;

  CatalyticContextTest(@TempDir Path directory) throws IOException {
    place = directory.resolve("store").toString();
    store = Stores.open(place);
    context = CatalyticContext.open(store, "review");
  }

  @BeforeEach
  void reopen() throws IOException {
    store.close();
    store = Stores.open(place);
    context = CatalyticContext.open(store, "review");
  }

  @AfterEach
  void close() throws IOException {
    store.close();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void theExampleOfThePlanWorks() throws IOException {
    JsonNode largeAst = Json.parse("{\"functions\":[{\"name\":\"main\",\"line\":1}]}");

    Hash ast = context.externalize(largeAst).hash();
    assertThat(context.internalize(ast, View.pointer("/functions/0/name")).content().printable())
        .isEqualTo("\"main\"");
    assertThat(context.internalize(ast, View.whole().withMaxTokens(0)).json()).isEqualTo(largeAst);

    assertThat(context.release(ast)).isTrue();
    assertThat(context.summary()).isEqualTo(new ContextSummary("review", 0, 0));
  }

  @Test
  void equalJsonValuesShareADigestHoweverTheyWereWritten() throws IOException {
    Digest one = context.externalize(Json.parse("{\"b\": 1.0, \"a\": \"\\u00e9\"}"));
    Digest other = context.externalize(Json.parse("{\"a\":\"é\",\"b\":1}"));
    assertThat(one).isEqualTo(other).isEqualTo(Digest.of(utf8("{\"a\":\"é\",\"b\":1}")));
    assertThat(context.references()).containsExactly(new Reference(one, Kind.JSON));
  }

  @Test
  void aJsonValueWithoutCanonicalFormIsRefusedAndNothingIsKept() throws IOException {
    JsonNode value = Json.parse("[9007199254740993]");
    assertThatThrownBy(() -> context.externalize(value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("beyond 2^53");
    assertThat(context.references()).isEmpty();
  }

  @Test
  void referencesAreLiveAfterTheStoreWasOpenedAnew() throws IOException {
    Digest kept = context.externalize(utf8("kept"));
    Digest released = context.externalize(utf8("released"));
    assertThat(context.release(released.hash())).isTrue();
    reopen();
    assertThat(context.references()).containsExactly(new Reference(kept, Kind.BYTES));
    assertThat(context.summary()).isEqualTo(new ContextSummary("review", 1, 4));
  }

  @Test
  void theSameBytesTwiceAreOneReferenceAndOneReleaseLetsGoOfIt() throws IOException {
    Hash hash = context.externalize(utf8("twice")).hash();
    context.externalize(utf8("twice"));
    assertThat(context.summary()).isEqualTo(new ContextSummary("review", 1, 5));
    assertThat(context.release(hash)).isTrue();
    assertThat(context.references()).isEmpty();
    assertThat(context.release(hash)).as("not live any more").isFalse();
  }

  @Test
  void whatWasReleasedCanBeExternalizedAnew() throws IOException {
    try (Externalizing batch = context.batch()) {
      batch.put(utf8("again"));
      batch.put(utf8("beside it"));
      batch.commit();
    }
    Hash hash = Digest.of(utf8("again")).hash();
    context.release(hash);
    context.externalize(utf8("again"));
    assertThat(context.references())
        .extracting(Reference::digest)
        .extracting(Digest::hash)
        .contains(hash)
        .hasSize(2);
  }

  @Test
  void bytesThatAreCanonicalJsonAreJsonHoweverTheyCame() throws IOException {
    Digest digest = context.externalize(utf8("[1]"));
    context.externalize(Json.parse("[1]"));
    assertThat(context.references()).containsExactly(new Reference(digest, Kind.JSON));
  }

  @Test
  void contextsOfOtherNamesKnowNothingOfEachOther() throws IOException {
    CatalyticContext other = CatalyticContext.open(store, "review2");
    Hash hash = context.externalize(utf8("x")).hash();
    other.externalize(utf8("x"));
    context.release(hash);
    assertThat(context.references()).isEmpty();
    assertThat(other.references()).hasSize(1);
    assertThat(CatalyticContext.names(store)).containsExactly("review2");
  }

  @Test
  void aBatchThatIsNotCommittedLeavesNothing() throws IOException {
    Digest digest;
    try (Externalizing batch = context.batch()) {
      digest = batch.put(utf8("never"));
    }
    assertThat(context.references()).isEmpty();
    assertThatThrownBy(() -> context.internalize(digest.hash(), View.whole()))
        .isInstanceOf(BlobMissingException.class);
  }

  @Test
  void anEmptyBatchWritesNothing() throws IOException {
    try (Externalizing batch = context.batch()) {
      batch.commit();
    }
    assertThat(store.refs().list("")).isEmpty();
  }

  @Test
  void tenThousandReferencesOfABatchAreThreeRefs() throws IOException {
    long bytes = 0;
    try (Externalizing batch = context.batch()) {
      for (int i = 0; i < 10_000; i++) {
        bytes += batch.put(utf8("file " + i)).size();
      }
      batch.commit();
    }
    assertThat(store.refs().list("")).hasSize(3);
    assertThat(context.summary()).isEqualTo(new ContextSummary("review", 10_000, bytes));
  }

  @Test
  void theSummaryReadsNoContent() throws IOException {
    Digest digest = context.externalize(utf8("content"));
    try (ObjectStore blind =
        new WatchedStore(store, step -> assertThat(step).isNotEqualTo("open"))) {
      assertThat(CatalyticContext.open(blind, "review").references())
          .containsExactly(new Reference(digest, Kind.BYTES));
    }
    reopen();
  }

  @Test
  void manyAreReleasedAtOnceAndThoseThatWereLiveAreTold() throws IOException {
    Hash one = context.externalize(utf8("one")).hash();
    Hash two = context.externalize(utf8("two")).hash();
    context.externalize(utf8("three"));
    assertThat(context.release(List.of(one, two, Hash.ZERO))).containsExactlyInAnyOrder(one, two);
    assertThat(context.releaseAll()).containsExactly(Digest.of(utf8("three")).hash());
    assertThat(context.releaseAll()).isEmpty();
  }

  @Test
  void aContextThatWasEmptiedLeavesNoRef() throws IOException {
    List<Hash> hashes = new ArrayList<>();
    try (Externalizing batch = context.batch()) {
      for (int i = 0; i < 5; i++) {
        hashes.add(batch.put(utf8("file " + i)).hash());
      }
      batch.commit();
    }
    context.release(hashes.subList(0, 2));
    context.release(Set.of(hashes.get(2)));
    assertThat(store.refs().list("")).hasSize(3);
    context.release(hashes);
    assertThat(store.refs().list("")).isEmpty();
  }

  @Test
  void recordsOfWhatWasReleasedAreFolded() throws IOException {
    List<Hash> hashes = new ArrayList<>();
    try (Externalizing batch = context.batch()) {
      for (int i = 0; i < 4 * Segments.FOLD; i++) {
        hashes.add(batch.put(utf8("file " + i)).hash());
      }
      batch.commit();
    }
    for (int i = 0; i < hashes.size() - 1; i++) {
      assertThat(context.release(hashes.get(i))).isTrue();
      assertThat(context.summary().references()).isEqualTo(hashes.size() - i - 1);
      assertThat(store.refs().list("")).hasSizeLessThanOrEqualTo(1 + Segments.FOLD);
    }
    assertThat(context.references())
        .extracting(r -> r.digest().hash())
        .containsExactly(hashes.get(hashes.size() - 1));
  }

  @Test
  void referencesAreSortedByHash() throws IOException {
    try (Externalizing batch = context.batch()) {
      for (int i = 0; i < 50; i++) {
        batch.put(utf8("file " + i));
      }
      batch.commit();
    }
    for (int i = 50; i < 60; i++) {
      context.externalize(utf8("file " + i));
    }
    assertThat(context.references()).hasSize(60).isSorted();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a/b", "..", "a b", "/"})
  void aNameThatCantBeARefsIsRefused(String name) {
    assertThatThrownBy(() -> CatalyticContext.open(store, name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("got \"" + name + "\"");
  }

  @Test
  void aRefThatNoContextWritesIsNamed() throws IOException {
    store.refs().write("contexts/review/notes", utf8("x"));
    assertThatThrownBy(() -> context.references())
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("ref contexts/review/notes: not a name that a context has");
  }

  @Test
  void aRecordOfANewerMajorVersionIsRefusedByNameAndANewerMinorIsRead() throws IOException {
    String ref = "contexts/review/added/" + "0".repeat(32);
    String record =
        "{\"schema_version\":\"%s\",\"new\":1,\"references\":[{\"digest\":\"%s\",\"size\":3,"
            + "\"kind\":\"bytes\",\"new\":2}]}";
    store.refs().write(ref, utf8(record.formatted("1.7", "ab".repeat(32))));
    assertThat(context.summary()).isEqualTo(new ContextSummary("review", 1, 3));
    store.refs().write(ref, utf8(record.formatted("2.0", "ab".repeat(32))));
    assertThatThrownBy(() -> CatalyticContext.open(store, "review").references())
        .isInstanceOf(IOException.class)
        .hasMessage("ref " + ref + " has version \"2.0\"; this program reads 1.x: use a newer one");
  }
}
