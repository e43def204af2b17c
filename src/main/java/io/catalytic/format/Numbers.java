package io.catalytic.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import java.math.BigInteger;

/** Makes values of the digits of a number. */
final class Numbers {
  /** Reading more digits takes time that grows with their square. */
  static final int MOST_DIGITS = 1000;

  private Numbers() {}

  /** Returns an integer; the digits may have a sign. */
  static JsonNode integer(String digits, int radix) throws TooComplexException {
    refuseLong(digits);
    BigInteger value = new BigInteger(digits, radix);
    if (value.bitLength() < Integer.SIZE) {
      return IntNode.valueOf(value.intValue());
    }
    return value.bitLength() < Long.SIZE
        ? LongNode.valueOf(value.longValue())
        : BigIntegerNode.valueOf(value);
  }

  /** Returns a number with a fraction or an exponent, as a double. */
  static JsonNode decimal(String digits) throws TooComplexException {
    refuseLong(digits);
    double value = Double.parseDouble(digits);
    if (!Double.isFinite(value)) {
      throw new TooComplexException(
          "it holds the number " + digits + ", on which no schema can be checked");
    }
    return DoubleNode.valueOf(value);
  }

  private static void refuseLong(String digits) throws TooComplexException {
    if (digits.length() > MOST_DIGITS) {
      throw new TooComplexException(
          "it holds a number of more than "
              + MOST_DIGITS
              + " digits: a schema is checked on shorter ones only");
    }
  }
}
