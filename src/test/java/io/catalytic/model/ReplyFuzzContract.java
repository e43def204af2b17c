package io.catalytic.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Whatever a server sends, it is a completion or a {@link ModelException}, said in one line. */
abstract class ReplyFuzzContract {
  private final String good;

  /** Of an answer that is whole. */
  ReplyFuzzContract(String good) {
    this.good = good;
  }

  /** Reads it as what {@code http://h:1} sent. */
  abstract Completion completion(HttpExchange.Reply reply) throws ModelException;

  /** Asserts on what is said of a reply. */
  void assertSaid(String message) {
    assertThat(message).contains("http://h:1").hasSizeLessThan(500);
    assertThat(message).doesNotContainPattern("\\p{Cntrl}");
  }

  @Property(tries = 1000)
  void anyBytes(@ForAll byte[] body, @ForAll @IntRange(min = 100, max = 599) int status) {
    read(status, new String(body, StandardCharsets.UTF_8));
  }

  @Property(tries = 2000)
  void anAnswerWithOneEdit(
      @ForAll("edits") String body, @ForAll @IntRange(min = 0, max = 4) int status) {
    read(new int[] {200, 200, 400, 404, 500}[status], body);
  }

  @Provide
  Arbitrary<String> edits() {
    Arbitrary<String> inserts =
        Arbitraries.of("", "{", "}", "[", "\"", ",", "null", "-1", "1e999", "\u0000", "true", "x");
    Arbitrary<Integer> from = Arbitraries.integers().between(0, good.length());
    Arbitrary<Integer> cut = Arbitraries.integers().between(0, 30);
    return Combinators.combine(inserts, from, cut)
        .as(
            (insert, start, length) ->
                good.substring(0, start)
                    + insert
                    + good.substring(Math.min(good.length(), start + length)));
  }

  private void read(int status, String body) {
    try {
      Completion completion = completion(new HttpExchange.Reply(status, body, Optional.empty()));
      assertThat(status).isEqualTo(200);
      assertThat(completion.tokens().output()).isNotNegative();
    } catch (ModelException e) {
      assertSaid(String.valueOf(e.getMessage()));
    }
  }
}
