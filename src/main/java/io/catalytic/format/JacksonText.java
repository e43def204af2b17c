package io.catalytic.format;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.catalytic.digest.JsonFault;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** What all formats have in common that Jackson reads. */
final class JacksonText {
  /** Levels of containers that are followed where no schema is checked. */
  static final int MAX_DEPTH = 200_000;

  /** A text has an end, and is all in memory: of Jackson's limits, that of nesting is kept. */
  static final StreamReadConstraints LIMITS =
      StreamReadConstraints.builder()
          .maxNestingDepth(MAX_DEPTH)
          .maxStringLength(Integer.MAX_VALUE)
          .maxNameLength(Integer.MAX_VALUE)
          .maxNumberLength(Integer.MAX_VALUE)
          .build();

  /** Reads with Jackson. */
  @FunctionalInterface
  interface Reading {
    void run() throws IOException, TooComplexException;
  }

  private JacksonText() {}

  /** Reads, and adds what Jackson refuses to the faults. */
  static void read(Faults faults, int linesBefore, Reading reading) throws TooComplexException {
    try {
      reading.run();
    } catch (StreamConstraintsException e) {
      throw new TooComplexException("it is beyond a limit: " + JsonFault.message(e));
    } catch (JsonProcessingException e) {
      faults.add(JsonFault.message(e), place(e.getLocation(), linesBefore));
    } catch (IOException e) {
      throw new UncheckedIOException("a text in memory can always be read", e);
    }
  }

  static @Nullable Place place(@Nullable JsonLocation at, int linesBefore) {
    return at == null || at.getLineNr() < 1 || at.getColumnNr() < 1
        ? null
        : new Place(at.getLineNr() + linesBefore, at.getColumnNr());
  }

  /** Takes the value whose first token the parser is at, to its end. */
  static void value(JsonParser parser, int linesBefore, Values values)
      throws IOException, TooComplexException {
    int depth = 0;
    JsonToken token = parser.currentToken();
    while (token != null) {
      depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
      if (values.areWanted()) {
        take(parser, token, place(parser.currentTokenLocation(), linesBefore), values);
      }
      if (depth == 0) {
        return;
      }
      token = parser.nextToken();
    }
  }

  private static void take(JsonParser parser, JsonToken token, @Nullable Place place, Values values)
      throws IOException, TooComplexException {
    switch (token) {
      case START_OBJECT -> values.beginObject(place);
      case START_ARRAY -> values.beginArray(place);
      case END_OBJECT, END_ARRAY -> values.end();
      case FIELD_NAME -> values.key(parser.currentName(), place);
      case VALUE_NUMBER_INT -> values.scalar(Numbers.integer(parser.getText(), 10), place);
      case VALUE_NUMBER_FLOAT -> values.scalar(Numbers.decimal(parser.getText()), place);
      case VALUE_TRUE, VALUE_FALSE ->
          values.scalar(BooleanNode.valueOf(token == JsonToken.VALUE_TRUE), place);
      case VALUE_NULL -> values.scalar(NullNode.getInstance(), place);
      default -> values.scalar(TextNode.valueOf(parser.getText()), place);
    }
  }
}
