package io.catalytic.digest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExcerptTest {

  @Test
  void aShortTextIsItself() {
    assertThat(Excerpt.of("abc", 3)).isEqualTo("abc");
  }

  @Test
  void aLongTextLosesItsEnd() {
    assertThat(Excerpt.of("abcd", 3)).isEqualTo("abc…");
  }

  @Test
  void aPairIsNeverSplit() {
    assertThat(Excerpt.of("ab😀d", 3)).isEqualTo("ab…");
    assertThat(Excerpt.head("😀", 1)).isEmpty();
    assertThat(Excerpt.head("abc", 0)).isEmpty();
  }

  @Test
  void aLineHasNoControlCharacters() {
    assertThat(Excerpt.line(" a\r\n\u0000b\u001b[31m\u2028c ", 99)).isEqualTo("a b [31m c");
  }
}
