package io.catalytic.digest;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;

/** Says what is wrong with a text that should be JSON, or another format that Jackson reads. */
public final class JsonFault {
  private JsonFault() {}

  /** Returns one line, as {@code line 1, column 11: Duplicate field 'a'}. */
  public static String describe(JsonProcessingException fault) {
    JsonLocation at = fault.getLocation();
    String place =
        at == null ? "" : "line " + at.getLineNr() + ", column " + at.getColumnNr() + ": ";
    return place + message(fault);
  }

  /** Returns one line without the place, as {@code Duplicate field 'a'}. */
  public static String message(JsonProcessingException fault) {
    String message =
        String.valueOf(fault.getOriginalMessage())
            .replaceAll("\\[Source: [^;]*; line: (\\d+), column: (\\d+)]", "line $1, column $2");
    return Excerpt.line(message, 300);
  }
}
