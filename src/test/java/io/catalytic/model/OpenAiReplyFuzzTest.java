package io.catalytic.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
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
class OpenAiReplyFuzzTest {
  private static final String KEY = "sk-0123456789";
  private static final OpenAiReply REPLY =
      new OpenAiReply(URI.create("http://h:1/v1"), "m", ApiKey.of(Optional.of(KEY)));
  private static final String GOOD =
      "{\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":\"x\",\"refusal\":null},"
          + "\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2},"
          + "\"error\":null,\"message\":\""
          + KEY
          + "\"}";

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
    Arbitrary<Integer> from = Arbitraries.integers().between(0, GOOD.length());
    Arbitrary<Integer> cut = Arbitraries.integers().between(0, 30);
    return Combinators.combine(inserts, from, cut)
        .as(
            (insert, start, length) ->
                GOOD.substring(0, start)
                    + insert
                    + GOOD.substring(Math.min(GOOD.length(), start + length)));
  }

  private static void read(int status, String body) {
    try {
      Completion completion =
          REPLY.completion(new HttpExchange.Reply(status, body, Optional.empty()));
      assertThat(status).isEqualTo(200);
      assertThat(completion.tokens().output()).isNotNegative();
    } catch (ModelException e) {
      assertThat(e.getMessage()).contains("http://h:1").hasSizeLessThan(500);
      assertThat(e.getMessage()).doesNotContainPattern("\\p{Cntrl}").doesNotContain(KEY);
    }
  }
}
