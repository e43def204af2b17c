package io.catalytic.cli;

import io.catalytic.context.Part;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads ranges of bytes as {@code 0:4096}, {@code 4096:} (to the end), {@code :100}. */
final class RangeConverter implements ITypeConverter<Part.Range> {
  private static final Pattern RANGE = Pattern.compile("([0-9]{0,18}):([0-9]{0,18})");

  @Override
  public Part.Range convert(String text) {
    Matcher matcher = RANGE.matcher(text);
    if (!matcher.matches()) {
      throw new TypeConversionException(
          "a range is FROM:TO in bytes, either of them may be left out; got \"" + text + "\"");
    }
    try {
      return new Part.Range(number(matcher.group(1), 0), number(matcher.group(2), Long.MAX_VALUE));
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(String.valueOf(e.getMessage()));
    }
  }

  private static long number(String digits, long otherwise) {
    return digits.isEmpty() ? otherwise : Long.parseLong(digits);
  }
}
