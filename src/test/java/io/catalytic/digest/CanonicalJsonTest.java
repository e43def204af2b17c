package io.catalytic.digest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.erdtman.jcs.JsonCanonicalizer;
import org.junit.jupiter.api.Test;

class CanonicalJsonTest {
  private static String canonical(String json) throws JsonProcessingException {
    return new String(CanonicalJson.encode(Json.parse(json)), StandardCharsets.UTF_8);
  }

  /** The example of RFC 8785, section 3.2.2 and 3.2.3. */
  @Test
  void theExampleOfTheStandardComesOutAsPrinted() throws Exception {
    String json =
        """
        {
          "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
          "string": "\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\"\\/",
          "literals": [null, true, false]
        }\
        """;
    assertThat(canonical(json))
        .isEqualTo(
            "{\"literals\":[null,true,false],"
                + "\"numbers\":[333333333.3333333,1e+30,4.5,0.002,1e-27],"
                + "\"string\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}");
  }

  @Test
  void equalValuesHaveEqualBytes() throws Exception {
    assertThat(canonical("{\"b\": 1.0, \"a\": [ ]}")).isEqualTo(canonical("{\"a\":[],\"b\":1}"));
  }

  @Test
  void scalarsHaveAFormToo() throws Exception {
    assertThat(canonical("\"x\"")).isEqualTo("\"x\"");
    assertThat(canonical(" 10 ")).isEqualTo("10");
    assertThat(canonical("null")).isEqualTo("null");
  }

  @Test
  void anIntegerThatADoubleCannotHoldIsRefused() {
    assertThatThrownBy(() -> canonical("{\"a\":[9007199254740993]}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("9007199254740993");
  }

  /** The library's own form is the oracle; it needs a tree, and takes no scalars. */
  @Property(tries = 1_000)
  void valuesAreWrittenAsTheLibraryWritesThem(@ForAll("values") String json) throws IOException {
    String expected = new JsonCanonicalizer(json).getEncodedString();
    assertThat(canonical(json)).isEqualTo(expected);
    assertThat(streamed(json)).isEqualTo(expected);
  }

  @Provide
  Arbitrary<String> values() {
    Arbitrary<String> strings =
        Arbitraries.of(
                "", "a", "b", "A", "é", "€", "😀", "\uffee", "\n\t\u0001\u001f\"\\/", "\u007f")
            .list()
            .ofMaxSize(3)
            .map(list -> Json.write(TextNode.valueOf(String.join("", list))));
    Arbitrary<String> scalars =
        Arbitraries.oneOf(
            strings,
            Arbitraries.doubles().map(String::valueOf),
            Arbitraries.longs().between(-(1L << 53), 1L << 53).map(String::valueOf),
            Arbitraries.of("null", "true", "false", "-0", "-0.0", "1E30", "5e-324"));
    return Arbitraries.lazyOf(
        () -> containers(scalars, strings),
        () -> containers(Arbitraries.oneOf(scalars, values()), strings));
  }

  private static Arbitrary<String> containers(Arbitrary<String> values, Arbitrary<String> keys) {
    Arbitrary<String> arrays =
        values.list().ofMaxSize(4).map(list -> "[" + String.join(",", list) + "]");
    Arbitrary<String> objects =
        Arbitraries.maps(keys, values)
            .ofMaxSize(5)
            .map(
                map ->
                    map.entrySet().stream()
                        .map(entry -> entry.getKey() + " : " + entry.getValue())
                        .collect(Collectors.joining(" , ", "{", "}")));
    return Arbitraries.oneOf(arrays, objects);
  }

  private static String streamed(String json) throws IOException {
    InputStream utf8 = new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8));
    return new String(CanonicalJson.encode(utf8).readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void whatIsStreamedIsReadAsStrictly() {
    assertThatThrownBy(() -> streamed("{\"a\":1,\"a\":2}")).hasMessageContaining("Duplicate");
    assertThatThrownBy(() -> streamed("{} {}")).hasMessageContaining("more after the one");
    assertThatThrownBy(() -> streamed(" ")).hasMessageContaining("no JSON value");
    assertThatThrownBy(() -> streamed("[1,")).isInstanceOf(JsonProcessingException.class);
    assertThatThrownBy(() -> streamed("[9007199254740993]")).hasMessageContaining("2^53");
    assertThatThrownBy(
            () ->
                CanonicalJson.encode(new ByteArrayInputStream(new byte[] {'"', (byte) 0xc3, '"'})))
        .isInstanceOf(CharacterCodingException.class);
  }

  @Test
  void readingIsStrict() {
    assertThatThrownBy(() -> Json.parse("{\"a\":1,\"a\":2}")).hasMessageContaining("Duplicate");
    assertThatThrownBy(() -> Json.parse("{} {}")).hasMessageContaining("Trailing");
    assertThatThrownBy(() -> Json.parse(" ")).hasMessageContaining("white space");
  }
}
