package io.catalytic.digest;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.erdtman.jcs.NumberToJSON;

/**
 * Writes the tokens of a JSON value in the form of RFC 8785, without a tree of it.
 *
 * <p>A member of an object is written as it comes, and the members of an object that is complete
 * are put into order by copying their bytes. So what is held are the canonical bytes, once more
 * those of the object that is put into order, and some 100 bytes for each member of the objects
 * that are open. For one value and one thread.
 */
final class CanonicalWriter {
  private static final BigInteger LARGEST = BigInteger.ONE.shiftLeft(53);
  private static final char[] HEX = "0123456789abcdef".toCharArray();

  /** Arrays can't be much longer. */
  private static final int MOST = Integer.MAX_VALUE - 64;

  private byte[] bytes = new byte[1 << 10];
  private int length;

  /**
   * A member of an object, with the comma after it.
   *
   * @param from where its bytes begin, from those of the first member
   */
  private record Member(String key, int from, int to) {}

  /**
   * Writes the one value that a parser gives.
   *
   * @throws JsonParseException if there is none, or more than one
   * @throws IllegalArgumentException if it has no exact canonical form
   */
  static CanonicalWriter write(JsonParser parser) throws IOException {
    if (parser.nextToken() == null) {
      throw new JsonParseException(parser, "there is no JSON value");
    }
    CanonicalWriter writer = new CanonicalWriter();
    writer.value(parser);
    if (parser.nextToken() != null) {
      throw new JsonParseException(parser, "there is more after the one JSON value");
    }
    return writer;
  }

  /** Returns the canonical UTF-8 bytes. */
  byte[] bytes() {
    return Arrays.copyOf(bytes, length);
  }

  /** Returns a stream of them, without a copy. */
  InputStream stream() {
    return new ByteArrayInputStream(bytes, 0, length);
  }

  private void value(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    switch (token) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_STRING -> string(parser.getText());
      case VALUE_NUMBER_INT -> integer(parser);
      case VALUE_NUMBER_FLOAT -> number(parser.getDoubleValue());
      case VALUE_TRUE, VALUE_FALSE, VALUE_NULL -> ascii(token.asString());
      default -> throw new JsonParseException(parser, "no JSON value: " + token);
    }
  }

  private void array(JsonParser parser) throws IOException {
    put('[');
    for (boolean first = true; parser.nextToken() != JsonToken.END_ARRAY; first = false) {
      if (!first) {
        put(',');
      }
      value(parser);
    }
    put(']');
  }

  private void object(JsonParser parser) throws IOException {
    put('{');
    int start = length;
    List<Member> members = new ArrayList<>();
    boolean sorted = true;
    String before = "";
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      int from = length;
      string(key);
      put(':');
      parser.nextToken();
      value(parser);
      put(',');
      members.add(new Member(key, from - start, length - start));
      sorted &= before.compareTo(key) <= 0;
      before = key;
    }
    if (!sorted) {
      sort(members, start);
    }
    if (!members.isEmpty()) {
      length--; // the last comma
    }
    put('}');
  }

  /** By UTF-16 code units, as RFC 8785 has it and {@link String#compareTo} does. */
  private void sort(List<Member> members, int start) {
    byte[] unsorted = Arrays.copyOfRange(bytes, start, length);
    members.sort(Comparator.comparing(Member::key));
    int to = start;
    for (Member member : members) {
      int size = member.to() - member.from();
      System.arraycopy(unsorted, member.from(), bytes, to, size);
      to += size;
    }
  }

  private void integer(JsonParser parser) throws IOException {
    BigInteger integer = parser.getBigIntegerValue();
    if (integer.abs().compareTo(LARGEST) > 0) {
      throw CanonicalJson.refused(integer + " is an integer beyond 2^53; write it as a string");
    }
    number(integer.doubleValue());
  }

  private void number(double number) throws IOException {
    if (!Double.isFinite(number)) {
      throw CanonicalJson.refused("a number is beyond what a double can hold");
    }
    ascii(NumberToJSON.serializeNumber(number));
  }

  private void string(String text) {
    put('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x20 || c == '"' || c == '\\') {
        escaped(c);
      } else if (c < 0x80) {
        put(c);
      } else {
        int point = text.codePointAt(i);
        CanonicalJson.refuseUnpaired(point);
        i += Character.charCount(point) - 1;
        utf8(point);
      }
    }
    put('"');
  }

  private void escaped(char c) {
    put('\\');
    switch (c) {
      case '\b' -> put('b');
      case '\t' -> put('t');
      case '\n' -> put('n');
      case '\f' -> put('f');
      case '\r' -> put('r');
      case '"', '\\' -> put(c);
      default -> {
        ascii("u00");
        put(HEX[c >> 4]);
        put(HEX[c & 15]);
      }
    }
  }

  private void utf8(int point) {
    if (point < 0x800) {
      put(0xc0 | (point >> 6));
    } else {
      if (point < 0x10000) {
        put(0xe0 | (point >> 12));
      } else {
        put(0xf0 | (point >> 18));
        put(0x80 | ((point >> 12) & 0x3f));
      }
      put(0x80 | ((point >> 6) & 0x3f));
    }
    put(0x80 | (point & 0x3f));
  }

  private void ascii(String text) {
    for (byte each : text.getBytes(StandardCharsets.US_ASCII)) {
      put(each);
    }
  }

  private void put(int value) {
    if (length == bytes.length) {
      if (length == MOST) {
        throw CanonicalJson.refused("it has 2 GiB or more");
      }
      bytes = Arrays.copyOf(bytes, (int) Math.min(MOST, length + (length >> 1) + 1L));
    }
    bytes[length++] = (byte) value;
  }
}
