package io.catalytic.context;

import static org.assertj.core.api.Assertions.assertThat;

import io.catalytic.digest.Digest;
import io.catalytic.digest.Hash;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Whatever a ref holds, it is a record or an {@link IOException} that names the ref in one line.
 */
class RecordFuzzTest {
  private static final String REF = "contexts/x/added/0";
  private static final byte[] SEGMENT =
      SegmentRecord.of(
              List.of(
                  new Reference(Digest.of(new byte[] {1}), Kind.BYTES),
                  new Reference(Digest.of(new byte[] {2, 3}), Kind.JSON)))
          .write();
  private static final byte[] RELEASE = ReleaseRecord.of(List.of(Hash.ZERO)).write();

  private interface Reader {
    void read(byte[] record) throws IOException;
  }

  private static void read(byte[] record, Reader reader) {
    try {
      reader.read(record);
    } catch (IOException e) {
      assertThat(e.getMessage()).contains(REF).hasSizeLessThan(500);
      assertThat(e.getMessage()).doesNotContainPattern("\\p{Cntrl}");
    }
  }

  private static void both(byte[] record) {
    read(
        record,
        bytes ->
            SegmentRecord.parse(REF, bytes)
                .references()
                .values()
                .forEach(reference -> assertThat(reference.digest().size()).isNotNegative()));
    read(record, bytes -> ReleaseRecord.parse(REF, bytes));
  }

  @Property(tries = 1000)
  void anyBytes(@ForAll byte[] record) {
    both(record);
  }

  @Property(tries = 3000)
  void aSegmentWithOneEdit(@ForAll("segments") byte[] record) {
    both(record);
  }

  @Property(tries = 2000)
  void aReleaseWithOneEdit(@ForAll("releases") byte[] record) {
    both(record);
  }

  @Provide
  Arbitrary<byte[]> segments() {
    return edits(SEGMENT);
  }

  @Provide
  Arbitrary<byte[]> releases() {
    return edits(RELEASE);
  }

  private static Arbitrary<byte[]> edits(byte[] good) {
    String text = new String(good, StandardCharsets.ISO_8859_1);
    Arbitrary<String> inserts =
        Arbitraries.of(
            "",
            "{",
            "}",
            "[",
            "]",
            "\"",
            ",",
            "null",
            "-1",
            "1e999",
            "9223372036854775808",
            "1.5",
            "\u0000",
            "\u00ff",
            "\n",
            "true",
            "x",
            "[".repeat(2000));
    Arbitrary<Integer> from = Arbitraries.integers().between(0, text.length());
    Arbitrary<Integer> cut = Arbitraries.integers().between(0, 100);
    return Combinators.combine(inserts, from, cut)
        .as(
            (insert, start, length) ->
                (text.substring(0, start)
                        + insert
                        + text.substring(Math.min(text.length(), start + length)))
                    .getBytes(StandardCharsets.ISO_8859_1));
  }
}
