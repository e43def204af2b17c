package io.catalytic.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catalytic.digest.Digest;
import io.catalytic.digest.Hash;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SegmentRecordTest {
  private static final String GOOD =
      "{\"schema_version\":\"1.0\",\"references\":[{\"digest\":\""
          + "ab".repeat(32)
          + "\",\"size\":3,\"kind\":\"bytes\"}]}";

  private static SegmentRecord parse(String text) throws IOException {
    return SegmentRecord.parse("a/ref", text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void isWrittenSortedAndReadBack() throws IOException {
    Reference one = new Reference(new Digest(Hash.parse("ab".repeat(32)), 3), Kind.BYTES);
    Reference two = new Reference(new Digest(Hash.parse("01".repeat(32)), 0), Kind.JSON);
    SegmentRecord record = SegmentRecord.of(List.of(one, two, one));
    assertThat(record.references().values()).containsExactly(two, one);
    assertThat(SegmentRecord.parse("r", record.write())).isEqualTo(record);
    assertThat(new String(SegmentRecord.of(List.of(one)).write(), StandardCharsets.UTF_8))
        .isEqualTo(GOOD);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"size\":3->\"size\":-1",
        "\"size\":3->\"size\":3.5",
        "\"size\":3->\"size\":\"3\"",
        "\"size\":3->\"size\":9223372036854775808",
        "\"size\":3,->",
        "bytes->Bytes",
        "abab->ABab",
        "abab->ab"
      })
  void aFieldThatIsWrongIsSaidWithItsPlace(String change) {
    String[] sides = change.split("->", -1);
    assertThatThrownBy(() -> parse(GOOD.replaceFirst(sides[0], sides[1])))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("ref a/ref is damaged: /references/0: must have digest");
  }

  @Test
  void aRecordWithoutItsListIsRefused() {
    assertThatThrownBy(() -> parse("{\"schema_version\":\"1.0\"}"))
        .hasMessage("ref a/ref is damaged: /references: must be an array");
    assertThatThrownBy(() -> parse("{")).hasMessageStartingWith("ref a/ref is damaged: ");
  }

  @Test
  void aReleaseOfWhatIsNoHashIsRefused() {
    String text = "{\"schema_version\":\"1.0\",\"released\":[\"" + "0".repeat(64) + "\",7]}";
    assertThatThrownBy(() -> ReleaseRecord.parse("a/ref", text.getBytes(StandardCharsets.UTF_8)))
        .hasMessage("ref a/ref is damaged: /released/1: must be 64 lower-case hex digits; got 7");
  }
}
