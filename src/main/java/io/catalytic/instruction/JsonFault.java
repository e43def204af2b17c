package io.catalytic.instruction;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.catalytic.digest.Excerpt;

/** Says what is wrong with a text that should be JSON. */
final class JsonFault {
  private JsonFault() {}

  /** Returns one line, as {@code line 1, column 11: Duplicate field 'a'}. */
  static String describe(JsonProcessingException fault) {
    String message =
        fault
            .getOriginalMessage()
            .replaceAll("\\[Source: [^;]*; line: (\\d+), column: (\\d+)]", "line $1, column $2");
    JsonLocation at = fault.getLocation();
    String place =
        at == null ? "" : "line " + at.getLineNr() + ", column " + at.getColumnNr() + ": ";
    return place + Excerpt.line(message, 300);
  }
}
