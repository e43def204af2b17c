package io.catalytic.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catalytic.digest.Json;
import io.catalytic.store.ObjectStore;
import io.catalytic.store.Stores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PointerTest {
  /** The document of RFC 6901, section 5. */
  private static final String RFC =
      """
      {
        "foo": ["bar", "baz"],
        "": 0,
        "a/b": 1,
        "c%d": 2,
        "e^f": 3,
        "g|h": 4,
        "i\\\\j": 5,
        "k\\"l": 6,
        " ": 7,
        "m~n": 8
      }
      """;

  private final ObjectStore store = Stores.inMemory();
  private final CatalyticContext context = CatalyticContext.open(store, "x");

  private String at(String pointer, String json) throws IOException {
    return at(pointer, json.getBytes(StandardCharsets.UTF_8));
  }

  private String at(String pointer, byte[] json) throws IOException {
    return context
        .internalize(context.externalize(json).hash(), View.pointer(pointer))
        .content()
        .printable();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "/foo; [\"bar\", \"baz\"]",
        "/foo/0; \"bar\"",
        "/; 0",
        "/a~1b; 1",
        "/c%d; 2",
        "/e^f; 3",
        "/g|h; 4",
        "/i\\j; 5",
        "/k\"l; 6",
        "`/ `; 7",
        "/m~0n; 8"
      })
  void theExamplesOfTheRfc(String pointer, String value) throws IOException {
    assertThat(at(pointer, RFC)).isEqualTo(value);
  }

  @Test
  void theEmptyPointerIsTheWholeBlob() throws IOException {
    assertThat(at("", RFC)).isEqualTo(RFC);
    assertThat(at("", " 1 ")).isEqualTo(" 1 ");
  }

  @Test
  void aValueIsReturnedAsItStands() throws IOException {
    String json = " {\"é😀\" : [ 1.10, 12345678901234567890 , \"\\u0041\", {\"x\" : null}, -0 ] } ";
    assertThat(at("/é😀/0", json)).isEqualTo("1.10");
    assertThat(at("/é😀/1", json)).isEqualTo("12345678901234567890");
    assertThat(at("/é😀/2", json)).isEqualTo("\"\\u0041\"");
    assertThat(at("/é😀/3", json)).isEqualTo("{\"x\" : null}");
    assertThat(at("/é😀/3/x", json)).isEqualTo("null");
    assertThat(at("/é😀/4", json)).isEqualTo("-0");
  }

  @Test
  void aByteOrderMarkIsNotCountedTwice() throws IOException {
    assertThat(at("/a", "\uFEFF{\"a\":[1]}")).isEqualTo("[1]");
  }

  @Test
  void aLargeValueIsCutAndContinuesWithinItself() throws IOException {
    String json = "{\"a\":[" + "\"words and words\",".repeat(5_000) + "1],\"b\":2}";
    Internalized answer =
        context.internalize(
            context.externalize(json.getBytes(StandardCharsets.UTF_8)).hash(), View.pointer("/a"));
    assertThat(answer.isComplete()).isFalse();
    assertThat(answer.from()).isEqualTo(5);
    assertThat(answer.next()).contains(new Part.Range(answer.to(), json.indexOf(",\"b\"")));
  }

  @Test
  void aPlaceThatIsNotThereIsSaidWithItsNearestParent() {
    assertNot("/a/x/y", "{\"a\":{\"b\":1,\"c\":2}}", "has nothing at /a/x/y; /a has \"b\", \"c\"");
    assertNot("/x", "{}", "has nothing at /x; the whole value is an empty object");
    assertNot("/a/2", "{\"a\":[0,1]}", "/a is an array with the indexes 0 to 1");
    assertNot("/a/01", "{\"a\":[0,1]}", "/a is an array with the indexes 0 to 1");
    assertNot("/a/-", "{\"a\":[]}", "/a is an empty array");
    assertNot("/a/b", "{\"a\":\"text\"}", "/a is a string, which has no parts");
    assertNot("/a/b", "{\"a\":null}", "/a is null, which has no parts");
    assertNot("/a", "7", "the whole value is a number, which has no parts");
  }

  @Test
  void ofManyKeysTheFirstAreShown() throws IOException {
    StringBuilder json = new StringBuilder("{");
    for (int i = 0; i < 1_000; i++) {
      json.append("\"").append("k".repeat(100)).append(i).append("\":1,");
    }
    json.append("\"z\":1}");
    assertThatThrownBy(() -> at("/none", json.toString()))
        .hasMessageEndingWith(" and 981 more")
        .message()
        .hasSizeLessThan(1_200);
  }

  @Test
  void aKeyOnTheWayThatIsThereTwiceIsRefused() throws IOException {
    assertNot("/a/b", "{\"a\":{\"b\":1,\"b\":2}}", "/a has the key \"b\" twice");
    assertThat(at("/a", "{\"z\":1,\"z\":2,\"a\":3}")).isEqualTo("3");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "plain text", "{\"a\":1", "{\"a\":1} {}", "{\"a\":1]", "[1,]", "{a:1}"})
  void whatIsNotJsonIsRefusedWhereverThePointerLeads(String text) {
    assertNot("/a", text, "is not JSON: ");
  }

  @Test
  void nestingBeyondAllReasonIsRefused() {
    assertNot("/0", "[".repeat(100_000), "is not JSON: ");
  }

  @Test
  void jsonInAnotherEncodingIsRefused() {
    byte[] json = "{\"a\":1}".getBytes(Charset.forName("UTF-16LE"));
    assertThatThrownBy(() -> at("/a", json))
        .isInstanceOf(NoSuchPartException.class)
        .hasMessageEndingWith("is JSON, but not in UTF-8");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "a/b", "/~", "/~2", "/a~"})
  void whatIsNoPointerIsRefused(String pointer) {
    assertThatThrownBy(() -> View.pointer(pointer))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("got \"" + pointer + "\"");
  }

  private void assertNot(String pointer, String json, String message) {
    assertThatThrownBy(() -> at(pointer, json))
        .isInstanceOf(NoSuchPartException.class)
        .hasMessageContaining(message)
        .message()
        .doesNotContainPattern("\\p{Cntrl}")
        .hasSizeLessThan(800);
  }

  @Provide
  Arbitrary<JsonNode> values() {
    Arbitrary<JsonNode> scalars =
        Arbitraries.of("1", "true", "null", "\"é\\n\"", "-1.5e3", "\"\"").map(PointerTest::json);
    return Arbitraries.lazyOf(
        () -> scalars,
        () -> scalars,
        () -> values().list().ofMaxSize(3).map(items -> Json.object().arrayNode().addAll(items)),
        () ->
            Combinators.combine(values(), values())
                .as((one, two) -> Json.object().<ObjectNode>set("a~/", one).set("", two)));
  }

  private static JsonNode json(String text) {
    try {
      return Json.parse(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Property(tries = 300)
  void everyValueOfADocumentIsFoundAtItsPointer(@ForAll("values") JsonNode document)
      throws IOException {
    assertAll(document, document, List.of());
  }

  private void assertAll(JsonNode document, JsonNode value, List<String> way) throws IOException {
    assertThat(Json.parse(at(PointerTokens.join(way), Json.pretty(document)))).isEqualTo(value);
    for (int i = 0; value.isArray() && i < value.size(); i++) {
      assertAll(document, value.get(i), with(way, Integer.toString(i)));
    }
    for (var property : value.properties()) {
      assertAll(document, property.getValue(), with(way, property.getKey()));
    }
  }

  private static List<String> with(List<String> way, String token) {
    return Stream.concat(way.stream(), Stream.of(token)).toList();
  }
}
