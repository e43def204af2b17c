package io.catalytic.digest;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.erdtman.jcs.JsonCanonicalizer;

/**
 * JSON in the one form of RFC 8785 (JSON Canonicalization Scheme): equal values, equal bytes.
 *
 * <p>RFC 8785 writes every number as a double. An integer that a double cannot hold would silently
 * become another number, so it is refused here instead.
 */
public final class CanonicalJson {
  private static final BigInteger LARGEST = BigInteger.ONE.shiftLeft(53);

  private CanonicalJson() {}

  /**
   * Returns the canonical UTF-8 bytes of a value.
   *
   * @throws IllegalArgumentException if it holds an integer beyond ±2^53, another number that a
   *     double cannot hold, or text that is not valid Unicode
   */
  public static byte[] encode(JsonNode value) {
    refuseInexact(value);
    if (!value.isContainerNode()) {
      // The library takes objects and arrays only: wrap, then cut the brackets off.
      byte[] wrapped = canonical("[" + Json.write(value) + "]");
      return Arrays.copyOfRange(wrapped, 1, wrapped.length - 1);
    }
    return canonical(Json.write(value));
  }

  /** Returns the digest of the canonical bytes of a value. */
  public static Digest digest(JsonNode value) {
    return Digest.of(encode(value));
  }

  private static byte[] canonical(String json) {
    try {
      return new JsonCanonicalizer(json).getEncodedString().getBytes(StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalArgumentException("no canonical JSON form: " + e.getMessage(), e);
    }
  }

  /**
   * Refuses a value that {@link #encode} would refuse, without the cost of encoding it.
   *
   * @throws IllegalArgumentException as {@link #encode}
   */
  public static void refuseInexact(JsonNode value) {
    if (value.isIntegralNumber() && value.bigIntegerValue().abs().compareTo(LARGEST) > 0) {
      throw refused(value + " is an integer beyond 2^53; write it as a string");
    }
    if (value.isNumber() && !Double.isFinite(value.doubleValue())) {
      throw refused("a number is beyond what a double can hold");
    }
    if (value.isTextual()) {
      refuseUnpaired(value.textValue());
    }
    value.fieldNames().forEachRemaining(CanonicalJson::refuseUnpaired);
    value.forEach(CanonicalJson::refuseInexact);
  }

  /** Half of a surrogate pair has no UTF-8: it would silently become a question mark. */
  private static void refuseUnpaired(String text) {
    if (text.codePoints().anyMatch(point -> point >= 0xd800 && point <= 0xdfff)) {
      throw refused("a string has half of a surrogate pair, which is no Unicode text");
    }
  }

  private static IllegalArgumentException refused(String why) {
    return new IllegalArgumentException("no canonical JSON form: " + why);
  }
}
