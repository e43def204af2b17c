package io.catalytic.digest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class HashTest {
  /** FIPS 180-4 example. */
  @Test
  void abcHasItsPublishedHash() {
    Digest digest = Digest.of("abc".getBytes(StandardCharsets.US_ASCII));
    assertThat(digest.hash())
        .hasToString("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assertThat(digest.size()).isEqualTo(3);
  }

  @Property
  void bytesAndHexComeBack(@ForAll @Size(32) byte[] bytes) {
    Hash hash = Hash.ofBytes(bytes);
    assertThat(hash.bytes()).isEqualTo(bytes);
    assertThat(Hash.parse(hash.hex())).isEqualTo(hash).hasSameHashCodeAs(hash);
  }

  @Property
  void orderIsThatOfUnsignedBytes(@ForAll @Size(32) byte[] left, @ForAll @Size(32) byte[] right) {
    int expected = new BigInteger(1, left).compareTo(new BigInteger(1, right));
    assertThat(Integer.signum(Hash.ofBytes(left).compareTo(Hash.ofBytes(right))))
        .isEqualTo(expected);
  }

  @Property
  void bitsAreCountedFromTheMostSignificant(
      @ForAll @Size(32) byte[] bytes, @ForAll @IntRange(max = 255) int index) {
    boolean expected = new BigInteger(1, bytes).testBit(255 - index);
    assertThat(Hash.ofBytes(bytes).bit(index)).isEqualTo(expected ? 1 : 0);
  }

  @Property
  void sharedBitsEndAtTheFirstDifference(
      @ForAll @Size(32) byte[] bytes, @ForAll @IntRange(max = 255) int index) {
    byte[] other = bytes.clone();
    other[index / 8] ^= (byte) (0x80 >>> (index % 8));
    assertThat(Hash.ofBytes(bytes).sharedBits(Hash.ofBytes(other))).isEqualTo(index);
    assertThat(Hash.ofBytes(bytes).sharedBits(Hash.ofBytes(bytes))).isEqualTo(256);
  }

  @Test
  void aPrefixIsTheFirstBits() {
    Hash hash = Hash.parse("abc" + "0".repeat(61));
    assertThat(hash.prefix(12)).isEqualTo(0xabc);
    assertThat(hash.prefix(0)).isZero();
  }

  @Test
  void anythingButSixtyFourLowerCaseDigitsIsRefused() {
    for (String bad :
        new String[] {"", "ab", "A".repeat(64), "g".repeat(64), "0".repeat(63), "0".repeat(65)}) {
      assertThatThrownBy(() -> Hash.parse(bad)).hasMessageContaining("64 lower-case hex digits");
    }
    assertThatThrownBy(() -> Hash.ofBytes(new byte[31])).hasMessageContaining("32 bytes; got 31");
  }
}
