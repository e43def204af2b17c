package io.catalytic.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RawPathTest {
  @ParameterizedTest
  @ValueSource(strings = {"/", "/a", "a/", "a//b", ".", "..", "a/./b", "a/../b", "../a", "a\0b"})
  void whatLeavesTheDomainOrHasTwoSpellingsIsRefused(String text) {
    assertThatThrownBy(() -> RawPath.of(text)).hasMessageContaining("not a path inside a domain");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "a/b", "...", ".a", "a/..b", "ü", "a b\n"})
  void everyOtherNameIsTaken(String text) {
    assertThat(RawPath.of(text).utf8()).contains(text);
  }

  @Test
  void orderIsThatOfUnsignedBytes() {
    assertThat(RawPath.of("a")).isLessThan(RawPath.of("ü"));
    assertThat(RawPath.of("a-b")).isLessThan(RawPath.of("a/b"));
    assertThat(RawPath.ROOT).isLessThan(RawPath.of("\1"));
  }

  @Test
  void aPathIsUnderItsParentsOnly() {
    assertThat(RawPath.of("a/b").isUnder(RawPath.of("a"))).isTrue();
    assertThat(RawPath.of("a").isUnder(RawPath.of("a"))).isTrue();
    assertThat(RawPath.of("a").isUnder(RawPath.ROOT)).isTrue();
    assertThat(RawPath.of("ab").isUnder(RawPath.of("a"))).isFalse();
    assertThat(RawPath.of("a").isUnder(RawPath.of("a/b"))).isFalse();
  }

  @Test
  void aChildsNameIsOneName() {
    assertThat(RawPath.of("a").child(new byte[] {'b'})).isEqualTo(RawPath.of("a/b"));
    assertThatThrownBy(() -> RawPath.ROOT.child(new byte[] {'b', '/', 'c'}))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> RawPath.ROOT.child(new byte[0]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whatPeopleSeeStaysOnOneLine() {
    assertThat(RawPath.of("a\nb\\c\u007f\u0085").display())
        .isEqualTo("a\\x0ab\\\\c\\x7f\\xc2\\x85");
    assertThat(RawPath.of(new byte[] {'a', (byte) 0xe2, (byte) 0x82}).display())
        .isEqualTo("a\\xe2\\x82");
  }
}
