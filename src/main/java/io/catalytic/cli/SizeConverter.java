package io.catalytic.cli;

import com.google.common.base.Strings;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads sizes as {@code 4194304}, {@code 4096K} or {@code 4096KiB}, {@code 4M}, {@code 1G}: powers
 * of 1024.
 */
final class SizeConverter implements ITypeConverter<Long> {
  private static final Pattern SIZE = Pattern.compile("([0-9]{1,9})(?:([KMG])(?:IB)?)?");

  @Override
  public Long convert(String text) {
    Matcher matcher = SIZE.matcher(text.toUpperCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw new TypeConversionException(
          "a size is a number of bytes, or one followed by K, M, G, KiB, MiB or GiB; got \""
              + text
              + "\"");
    }
    int shift =
        switch (Strings.nullToEmpty(matcher.group(2))) {
          case "K" -> 10;
          case "M" -> 20;
          case "G" -> 30;
          default -> 0;
        };
    return Long.parseLong(matcher.group(1)) << shift;
  }
}
