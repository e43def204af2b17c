package io.catalytic.digest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What would silently become another value is refused. */
class CanonicalJsonRefusalTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[9007199254740993] | 9007199254740993 is an integer beyond 2^53",
        "{\"a\":[1e400]} | beyond what a double can hold",
        "{\"a\":\"\\ud800\"} | half of a surrogate pair",
        "{\"\\udc00x\":1} | half of a surrogate pair",
      })
  void aValueWithoutAnExactFormIsRefused(String json, String why) {
    assertThatThrownBy(() -> CanonicalJson.encode(Json.parse(json)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }

  @Test
  void aWholePairIsKept() throws Exception {
    assertThat(CanonicalJson.encode(Json.parse("\"\\ud83d\\ude00\"")))
        .isEqualTo("\"😀\"".getBytes(UTF_8));
  }
}
