package io.catalytic.digest;

import com.google.common.io.BaseEncoding;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * The 32 raw bytes of a SHA-256, shown as 64 lower-case hex digits.
 *
 * <p>Ordered as unsigned bytes, most significant first, which is also the order of the hex form.
 * Held as four longs: a million of them cost 48 MB, where arrays would cost twice that. Immutable.
 */
public final class Hash implements Comparable<Hash>, Serializable {
  private static final long serialVersionUID = 1;

  /** Bytes in a hash. */
  public static final int BYTES = 32;

  /** Bits in a hash. */
  public static final int BITS = 256;

  /** 32 zero bytes: stands for "nothing here", never for the hash of something. */
  public static final Hash ZERO = new Hash(0, 0, 0, 0);

  private static final BaseEncoding HEX = BaseEncoding.base16().lowerCase();

  private final long a;
  private final long b;
  private final long c;
  private final long d;

  private Hash(long a, long b, long c, long d) {
    this.a = a;
    this.b = b;
    this.c = c;
    this.d = d;
  }

  /**
   * Returns the hash with these 32 raw bytes.
   *
   * @throws IllegalArgumentException if there are not exactly 32
   */
  public static Hash ofBytes(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException("a hash has 32 bytes; got " + bytes.length);
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    return new Hash(buffer.getLong(), buffer.getLong(), buffer.getLong(), buffer.getLong());
  }

  /**
   * Returns the hash that these 64 lower-case hex digits show.
   *
   * @throws IllegalArgumentException if the text is anything else
   */
  public static Hash parse(String hex) {
    if (!isHex(hex)) {
      throw new IllegalArgumentException(
          "a hash is written as 64 lower-case hex digits; got \"" + hex + "\"");
    }
    return ofBytes(HEX.decode(hex));
  }

  /** Returns whether {@link #parse} would take the text. */
  public static boolean isHex(String text) {
    return text.length() == 2 * BYTES
        && text.chars().allMatch(ch -> (ch >= '0' && ch <= '9') || (ch >= 'a' && ch <= 'f'));
  }

  /** Returns a new array of the 32 raw bytes. */
  public byte[] bytes() {
    return ByteBuffer.allocate(BYTES).putLong(a).putLong(b).putLong(c).putLong(d).array();
  }

  /** Returns the 64 lower-case hex digits. */
  public String hex() {
    return HEX.encode(bytes());
  }

  /**
   * Returns one bit, counted from the most significant: 0 or 1.
   *
   * @param index 0 to 255
   */
  public int bit(int index) {
    Objects.checkIndex(index, BITS);
    long word =
        switch (index >>> 6) {
          case 0 -> a;
          case 1 -> b;
          case 2 -> c;
          default -> d;
        };
    return (int) (word >>> (63 - (index & 63))) & 1;
  }

  /**
   * Returns the first bits as a number.
   *
   * @param bits 0 to 31
   */
  public int prefix(int bits) {
    Objects.checkIndex(bits, 32);
    return bits == 0 ? 0 : (int) (a >>> (64 - bits));
  }

  /** Returns how many leading bits both have in common: 0 to 256. */
  public int sharedBits(Hash other) {
    if (a != other.a) {
      return Long.numberOfLeadingZeros(a ^ other.a);
    }
    if (b != other.b) {
      return 64 + Long.numberOfLeadingZeros(b ^ other.b);
    }
    if (c != other.c) {
      return 128 + Long.numberOfLeadingZeros(c ^ other.c);
    }
    return 192 + Long.numberOfLeadingZeros(d ^ other.d);
  }

  @Override
  public int compareTo(Hash other) {
    int order = Long.compareUnsigned(a, other.a);
    if (order == 0) {
      order = Long.compareUnsigned(b, other.b);
    }
    if (order == 0) {
      order = Long.compareUnsigned(c, other.c);
    }
    return order != 0 ? order : Long.compareUnsigned(d, other.d);
  }

  @Override
  public boolean equals(Object object) {
    return object instanceof Hash other
        && a == other.a
        && b == other.b
        && c == other.c
        && d == other.d;
  }

  /** Returns 32 of the bits: a hash needs no mixing. */
  @Override
  public int hashCode() {
    return Long.hashCode(a);
  }

  @Override
  public String toString() {
    return hex();
  }
}
