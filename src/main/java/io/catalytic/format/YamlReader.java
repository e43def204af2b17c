package io.catalytic.format;

import com.fasterxml.jackson.databind.node.NullNode;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * YAML 1.2, read as events, so that an alias is a name and not what it names: however often a text
 * multiplies itself, it is read in one pass. Only where a schema is checked do aliases count as
 * what they stand for.
 */
final class YamlReader implements FormatReader {
  /** Texts are limited by who asks. */
  private static final LoadSettings SETTINGS =
      LoadSettings.builder()
          .setSchema(new CoreSchema())
          .setCodePointLimit(Integer.MAX_VALUE)
          .setLabel("text")
          .build();

  @Override
  public void read(String text, Faults faults, Values values) throws TooComplexException {
    YamlDocuments documents = new YamlDocuments(SETTINGS.getSchema(), faults, values);
    try {
      boolean isEmpty = true;
      for (Event event : new Parse(SETTINGS).parseString(text)) {
        isEmpty &= event.getEventId() != Event.ID.DocumentStart;
        documents.take(event);
      }
      if (isEmpty) {
        values.scalar(NullNode.getInstance(), new Place(1, 1));
      }
    } catch (MarkedYamlEngineException e) {
      faults.add(message(e), e.getProblemMark().map(YamlReader::place).orElse(null));
    } catch (ReaderException e) {
      String hex = Integer.toHexString(e.getCodePoint());
      faults.add("the character U+" + hex + " may not stand in YAML", place(text, e.getPosition()));
    } catch (YamlEngineException e) {
      faults.add(String.valueOf(e.getMessage()), null);
    } catch (NumberFormatException e) {
      // snakeyaml-engine 2.10 does not look at the digits of an escape before it reads them.
      faults.add("an escape has digits that are none", null);
    }
  }

  static Place place(Mark mark) {
    return new Place(mark.getLine() + 1, mark.getColumn() + 1);
  }

  /** Finds the place of a character of which only the number is known. */
  private static @Nullable Place place(String text, int codePoints) {
    if (codePoints > text.codePointCount(0, text.length())) {
      return null;
    }
    int offset = text.offsetByCodePoints(0, codePoints);
    int line = 1;
    int lineStart = 0;
    for (int i = 0; i < offset; i++) {
      char each = text.charAt(i);
      if (each == '\n' || (each == '\r' && text.charAt(i + 1) != '\n')) {
        line++;
        lineStart = i + 1;
      }
    }
    return new Place(line, text.codePointCount(lineStart, offset) + 1);
  }

  private static String message(MarkedYamlEngineException e) {
    String context = e.getContext() == null ? "" : e.getContext() + ": ";
    return context + e.getProblem();
  }
}
