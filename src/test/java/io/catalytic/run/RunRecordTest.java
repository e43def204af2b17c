package io.catalytic.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catalytic.digest.Json;
import io.catalytic.domain.RawPath;
import io.catalytic.model.ModelIdentity;
import io.catalytic.schema.JsonSchema;
import io.catalytic.tokens.TokenCounter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunRecordTest {
  private static final JsonSchema SCHEMA = JsonSchema.named("run");

  /** Checks what every record keeps, on the bytes of its file; returns what they hold. */
  private static JsonNode kept(SampleRecord sample) throws Exception {
    ObjectNode record = sample.make().toJson();
    byte[] file = RunRecord.text(record).getBytes(StandardCharsets.UTF_8);
    String text = new String(file, StandardCharsets.UTF_8);
    JsonNode read = Json.parse(text);
    int tokens = TokenCounter.count(text);
    assertThat(tokens).isLessThanOrEqualTo(RunRecord.MAX_TOKENS);
    assertThat(read.at("/tokens/orchestrator").asInt()).isEqualTo(tokens);
    BigDecimal ratio = new BigDecimal(record.at("/tokens/ratio").asText());
    assertThat(ratio)
        .isEqualTo(
            BigDecimal.valueOf(sample.contentTokens)
                .divide(BigDecimal.valueOf(tokens), ratio.scale(), RoundingMode.HALF_UP));
    assertThat(SCHEMA.check(read)).isEmpty();
    assertThat(text).isEqualTo(RunRecord.text(record));
    return read;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ที่",
        "👩‍👩‍👧‍👦",
        "😀",
        "3f",
        "9a0b",
        "x",
        "\\",
        "\u0001",
        "\uD800",
        "a\uDC00",
        "Z͑ͫ̓ͪ̂",
        "䨻",
        "\u202E",
        " ",
        "\""
      })
  void aRecordStaysWithinAThousandTokensHoweverLongItsNamesAre(String piece) throws Exception {
    JsonNode record = kept(SampleRecord.largest(piece));
    assertThat(record.at("/restoration/first_differences")).hasSize(5);
    assertThat(record.at("/domain/left_out")).hasSize(5);
    assertThat(record.at("/domain/left_out_total").asInt()).isEqualTo(1000);
    assertThat(record.at("/by_language")).hasSizeBetween(1, 13);
    assertThat(record.at("/notices/first")).hasSize(5);
    assertThat(record.at("/notices/total").asInt()).isEqualTo(1000);
    assertThat(record.get("by_language"))
        .extracting(JsonNode::asLong)
        .satisfies(
            counts ->
                assertThat(counts.stream().mapToLong(Long::longValue).sum())
                    .isEqualTo(60 * 100_000_000_000_000L + 59 * 30));
  }

  @Property(tries = 200)
  void aRecordStaysWithinAThousandTokensWhateverItsNamesAre(
      @ForAll @StringLength(min = 1, max = 12) String piece) throws Exception {
    SampleRecord sample = new SampleRecord();
    sample.directory = "/" + piece.repeat(300);
    sample.model = new ModelIdentity("ollama", piece.repeat(30), piece.repeat(30));
    kept(sample);
  }

  @Test
  void anOrdinaryRecordIsNotClipped() throws Exception {
    SampleRecord sample = new SampleRecord();
    sample.leftOut.add(RawPath.of(".catalytic"));
    String text = kept(sample).toString();
    assertThat(text).contains("\"/data/project\"").contains("[\".catalytic\"]").doesNotContain("…");
  }

  @Property(tries = 300)
  void aRecordTellsItsOwnLength(
      @ForAll @LongRange(min = 0) long content, @ForAll @LongRange(min = 0, max = 1L << 50) long n)
      throws Exception {
    SampleRecord sample = new SampleRecord();
    sample.contentTokens = content;
    sample.files = n;
    kept(sample);
  }

  /** Where the ratio gains a digit, its length depends on the length that the record claims. */
  @ParameterizedTest
  @ValueSource(longs = {0, 1, 10, 1_000, 1_000_000, 1_000_000_000})
  void aRecordTellsItsOwnLengthWhereTheRatioGainsADigit(long ratio) throws Exception {
    SampleRecord sample = new SampleRecord();
    sample.contentTokens = 0;
    int tokens = kept(sample).at("/tokens/orchestrator").asInt();
    for (int more = -6; more <= 12; more++) {
      for (int tenths = -12; tenths <= 12; tenths++) {
        // Just below the ratio for a record of so many tokens, or just above.
        sample.contentTokens = Math.max(0, ratio * (tokens + more) + tenths * (tokens / 20L));
        kept(sample);
      }
    }
  }

  @Test
  void aDomainWithNothingInItHasARecordToo() throws Exception {
    SampleRecord sample = new SampleRecord();
    sample.files = 0;
    sample.contentTokens = 0;
    sample.languages.clear();
    JsonNode record = kept(sample);
    assertThat(record.at("/tokens/ratio").asDouble()).isZero();
    assertThat(record.get("by_language")).isEmpty();
  }
}
