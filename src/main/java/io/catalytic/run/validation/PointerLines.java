package io.catalytic.run.validation;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** On which line of a JSON text the value at each pointer begins. Immutable. */
final class PointerLines {
  private static final JsonFactory JSON = new JsonFactory();

  private final Map<String, Long> lines;

  private PointerLines(Map<String, Long> lines) {
    this.lines = lines;
  }

  /** Returns the lines of a text, as far as it is JSON. */
  static PointerLines of(String json) {
    Map<String, Long> lines = new HashMap<>();
    try (JsonParser parser = JSON.createParser(json)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        String pointer = parser.getParsingContext().pathAsPointer().toString();
        lines.putIfAbsent(pointer, (long) parser.currentTokenLocation().getLineNr());
      }
    } catch (IOException e) {
      // What comes before the fault has its lines.
      return new PointerLines(lines);
    }
    return new PointerLines(lines);
  }

  /** Returns the line of a value; of what encloses it if it is not there; 1 if nothing does. */
  long line(String pointer) {
    String place = pointer;
    while (!place.isEmpty()) {
      Long line = lines.get(place);
      if (line != null) {
        return line;
      }
      place = place.substring(0, place.lastIndexOf('/'));
    }
    return 1;
  }
}
