package io.catalytic.format;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.dataformat.toml.TomlFactory;
import com.fasterxml.jackson.dataformat.toml.TomlFactoryBuilder;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import com.fasterxml.jackson.dataformat.toml.TomlReadFeature;
import java.time.format.DateTimeParseException;

/** TOML, of which Jackson always makes a tree: where a part of it stands is not known. */
final class TomlReader implements FormatReader {
  /** The parser calls itself for each level, so that Jackson's own limit of nesting is kept. */
  private static final StreamReadConstraints LIMITS =
      StreamReadConstraints.builder()
          .maxStringLength(Integer.MAX_VALUE)
          .maxNameLength(Integer.MAX_VALUE)
          .maxNumberLength(Numbers.MOST_DIGITS)
          .build();

  /** Makes texts of dates, as JSON has none; any digits in the form of one will do. */
  private static final TomlMapper VALUES = new TomlMapper(factory().build());

  /** Makes dates of dates, which there must be. */
  private static final TomlMapper DATES =
      new TomlMapper(factory().enable(TomlReadFeature.PARSE_JAVA_TIME).build());

  private static TomlFactoryBuilder factory() {
    return TomlFactory.builder().streamReadConstraints(LIMITS);
  }

  @Override
  public void read(String text, Faults faults, Values values) throws TooComplexException {
    JacksonText.read(
        faults,
        0,
        () -> {
          try {
            DATES.readTree(text);
          } catch (DateTimeParseException e) {
            faults.add("there is no such date or time: " + e.getParsedString(), null);
          } catch (NumberFormatException e) {
            // Jackson 2.21 checks neither before it reads their digits.
            faults.add("an escape or a number has digits that are none", null);
          }
          if (faults.areNone() && values.areWanted()) {
            try (JsonParser parts = VALUES.readTree(text).traverse()) {
              parts.nextToken();
              JacksonText.value(parts, 0, values);
            }
          }
        });
  }
}
