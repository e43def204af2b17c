package io.catalytic.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TokenBudgetTest {

  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> pieces =
        Arbitraries.of(
            "hello",
            " world",
            "\n",
            "    ",
            "é",
            "ไทย",
            "😀",
            "👩‍👩‍👧",
            "antidisestablishment",
            "{\"a\":",
            "0123456789",
            "====",
            "𝕏",
            "\u0301",
            "<|endoftext|>");
    return pieces.list().ofMaxSize(60).map(list -> String.join("", list));
  }

  @Property(tries = 500)
  void whatIsTakenCostsWhatIsSaidAndNoMoreThanTheLimit(
      @ForAll("texts") String text, @ForAll @IntRange(min = 1, max = 100) int limit) {
    TokenBudget budget = new TokenBudget(limit);
    String taken = text.substring(0, budget.take(text));
    assertThat(budget.spent()).isEqualTo(TokenCounter.count(taken)).isLessThanOrEqualTo(limit);
    assertThat(taken.codePoints().anyMatch(TokenBudgetTest::isSurrogate)).isFalse();
    if (TokenCounter.count(text) <= limit) {
      assertThat(taken).isEqualTo(text);
    }
    assertThat(budget.isExhausted()).isEqualTo(taken.length() < text.length());
  }

  @Property(tries = 500)
  void fourTokensAreEnoughForAnyCharacter(@ForAll @IntRange(min = 0, max = 0x10ffff) int point) {
    if (!isSurrogate(point)) {
      String text = new String(Character.toChars(point)).repeat(9);
      assertThat(new TokenBudget(4).take(text)).isGreaterThanOrEqualTo(Character.charCount(point));
    }
  }

  @Test
  void nearlyAllOfTheLimitIsUsed() {
    String text = "The quick brown fox jumps over the lazy dog. ".repeat(1000);
    for (int limit = 1; limit < 9000; limit += 777) {
      TokenBudget budget = new TokenBudget(limit);
      budget.take(text);
      assertThat(budget.spent()).isBetween(limit - 2L, (long) limit);
    }
  }

  @Test
  void piecesCostTogetherWhatTheWholeDoes() {
    String text = "😀 words and words,\n".repeat(5000) + "é";
    TokenBudget budget = new TokenBudget(TokenBudget.NO_LIMIT);
    int start = 0;
    while (start < text.length()) {
      int end = TokenBudget.sliceEnd(text, start);
      assertThat(budget.take(text.substring(start, end))).isEqualTo(end - start);
      start = end;
    }
    assertThat(budget.spent()).isEqualTo(TokenCounter.count(text));
  }

  @Test
  void onceSomethingDidNotFitNothingMoreIsTaken() {
    TokenBudget budget = new TokenBudget(3);
    assertThat(budget.take("one two three four")).isLessThan(18);
    assertThat(budget.take("")).isZero();
    assertThat(budget.take("x")).isZero();
    assertThat(budget.isExhausted()).isTrue();
  }

  @Test
  void aNegativeLimitIsRefused() {
    assertThatThrownBy(() -> new TokenBudget(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0 (none) or more; got -1");
  }

  private static boolean isSurrogate(int point) {
    return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
  }
}
