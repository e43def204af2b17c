package io.catalytic.format;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catalytic.digest.Json;

/** What a check found. */
public final class FormatReport {
  private final Format format;
  private final Faults faults;

  FormatReport(Format format, Faults faults) {
    this.format = format;
    this.faults = faults;
  }

  /** Returns whether nothing is wrong. */
  public boolean isValid() {
    return faults.areNone();
  }

  /** Returns the answer to {@code validate_format}, with its keys in the order of the schema. */
  public String toJson() {
    ObjectNode answer = Json.object().put("valid", isValid()).put("format", format.wireName());
    ArrayNode errors = answer.putArray("errors");
    for (Faults.Fault fault : faults.told()) {
      ObjectNode error = errors.addObject().put("message", fault.message());
      Place place = fault.place();
      if (place != null) {
        error.put("line", place.line()).put("column", place.column());
      }
    }
    if (faults.more() > 0) {
      errors.addObject().put("message", "and " + faults.more() + " more");
    }
    return Json.write(answer);
  }
}
