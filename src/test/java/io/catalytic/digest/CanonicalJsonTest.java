package io.catalytic.digest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.nio.charset.StandardCharsets;
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
        }""";
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

  @Test
  void readingIsStrict() {
    assertThatThrownBy(() -> Json.parse("{\"a\":1,\"a\":2}")).hasMessageContaining("Duplicate");
    assertThatThrownBy(() -> Json.parse("{} {}")).hasMessageContaining("Trailing");
    assertThatThrownBy(() -> Json.parse(" ")).hasMessageContaining("white space");
  }
}
