package io.catalytic.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadFeature;

/** JSON as RFC 8259 has it, and no key twice. */
final class JsonReader implements FormatReader {
  /** Names are not kept: texts that make a table of names slow would be refused as an attack. */
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(JacksonText.LIMITS)
          .build();

  @Override
  public void read(String text, Faults faults, Values values) throws TooComplexException {
    readOne(text, 0, faults, values);
  }

  /** Reads one value, of which the first line is the n-th, from 0, of a larger text. */
  static void readOne(String text, int linesBefore, Faults faults, Values values)
      throws TooComplexException {
    JacksonText.read(
        faults,
        linesBefore,
        () -> {
          try (JsonParser parser = FACTORY.createParser(text)) {
            if (parser.nextToken() == null) {
              faults.add("there is no JSON value", new Place(linesBefore + 1, 1));
              return;
            }
            JacksonText.value(parser, linesBefore, values);
            if (parser.nextToken() != null) {
              faults.add(
                  "a second value starts here; there must be one only",
                  JacksonText.place(parser.currentTokenLocation(), linesBefore));
            }
          }
        });
  }
}
