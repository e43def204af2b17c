package io.catalytic.digest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

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
    try (JsonParser parser = value.traverse()) {
      return CanonicalWriter.write(parser).bytes();
    } catch (IOException e) {
      throw new UncheckedIOException("a JSON tree can always be read", e);
    }
  }

  /**
   * Returns the canonical UTF-8 bytes of a value that is read from UTF-8, without a tree of it:
   * what is held in memory is about four times as large as the value.
   *
   * @throws com.fasterxml.jackson.core.JsonProcessingException if it is not exactly one JSON value
   *     in which no object has a key twice
   * @throws java.nio.charset.CharacterCodingException if it is not UTF-8
   * @throws IllegalArgumentException as {@link #encode(JsonNode)}
   */
  public static InputStream encode(InputStream utf8) throws IOException {
    // A decoder of its own: the usual ones put a question mark where the bytes are not UTF-8.
    Reader text = new InputStreamReader(utf8, StandardCharsets.UTF_8.newDecoder());
    try (JsonParser parser = Json.parser(text)) {
      return CanonicalWriter.write(parser).stream();
    }
  }

  /** Returns the digest of the canonical bytes of a value. */
  public static Digest digest(JsonNode value) {
    return Digest.of(encode(value));
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
    value.fieldNames().forEachRemaining(name -> refuseUnpaired(name));
    value.forEach(CanonicalJson::refuseInexact);
  }

  /** Half of a surrogate pair has no UTF-8: it would silently become a question mark. */
  private static void refuseUnpaired(String text) {
    text.codePoints().forEach(CanonicalJson::refuseUnpaired);
  }

  static void refuseUnpaired(int point) {
    if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
      throw refused("a string has half of a surrogate pair, which is no Unicode text");
    }
  }

  static IllegalArgumentException refused(String why) {
    return new IllegalArgumentException("no canonical JSON form: " + why);
  }
}
